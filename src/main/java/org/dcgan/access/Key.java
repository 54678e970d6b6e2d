package org.dcgan.access;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An access key. Keys are long and random, so an unsalted digest does not reveal them.
 *
 * @param name name of its holder
 * @param role what its holder may do, of those in {@link Access}
 * @param digest SHA-256 of the key
 */
record Key(String name, String role, byte[] digest) {
    private static final Pattern LINE =
            Pattern.compile("(?<name>[\\w.@-]{1,64})\\s+(?<role>%s|%s)\\s+(?<digest>[0-9a-fA-F]{64})"
                    .formatted(Access.VIEWER, Access.OPERATOR));

    /** @throws IllegalArgumentException if the line is invalid; the message does not repeat it, because it may contain a key */
    static Key parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "takes NAME, viewer or operator, and the key's SHA-256 in hexadecimal digits");
        }
        return new Key(
                matcher.group("name"), matcher.group("role"), HexFormat.of().parseHex(matcher.group("digest")));
    }

    /** SHA-256 of a secret. */
    static byte[] digest(String secret) {
        return Hashing.sha256().hashString(secret, StandardCharsets.UTF_8).asBytes();
    }

    /** Compares the digest in constant time. */
    boolean has(byte[] other) {
        return MessageDigest.isEqual(digest, other);
    }
}
