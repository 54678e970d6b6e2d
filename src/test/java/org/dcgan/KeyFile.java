package org.dcgan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Lines of a file of keys. */
public final class KeyFile {
    private KeyFile() {}

    /** The line of a key. */
    public static String line(String name, String role, String key) throws NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        return "%s %s %s%n".formatted(name, role, HexFormat.of().formatHex(digest));
    }
}
