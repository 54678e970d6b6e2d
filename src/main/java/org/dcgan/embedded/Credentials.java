package org.dcgan.embedded;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;
import org.dcgan.process.DataDirectory;
import org.dcgan.store.StoreConfig;

/** The keys of the embedded S3 server. */
record Credentials(String accessKey, String secretKey) {
    private static final String FILE = "credentials";
    private static final String ACCESS_KEY = "aws_access_key_id";
    private static final String SECRET_KEY = "aws_secret_access_key";

    /** The configured keys; if there are none, those of the data directory. */
    static Credentials of(StoreConfig config, DataDirectory directory) {
        return config.accessKey()
                .flatMap(key -> config.secretKey().map(secret -> new Credentials(key, secret)))
                .orElseGet(() -> of(directory));
    }

    /**
     * The keys in a data directory, generated at the first call. The file is an AWS shared credentials file, so that
     * other S3 clients can use it as it is.
     */
    static Credentials of(DataDirectory directory) {
        Path file = directory.resolve(FILE);
        if (Files.exists(file)) {
            return read(file);
        }
        Credentials fresh = random(new SecureRandom());
        directory.writePrivately(FILE, fresh.asFile().getBytes(StandardCharsets.US_ASCII));
        return fresh;
    }

    private static Credentials read(Path file) {
        Properties entries = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            entries.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
        return new Credentials(entries.getProperty(ACCESS_KEY), entries.getProperty(SECRET_KEY));
    }

    private static Credentials random(SecureRandom random) {
        byte[] accessKey = new byte[10];
        byte[] secretKey = new byte[20];
        random.nextBytes(accessKey);
        random.nextBytes(secretKey);
        return new Credentials(
                HexFormat.of().formatHex(accessKey), HexFormat.of().formatHex(secretKey));
    }

    private String asFile() {
        return "[default]%n%s = %s%n%s = %s%n".formatted(ACCESS_KEY, accessKey, SECRET_KEY, secretKey);
    }
}
