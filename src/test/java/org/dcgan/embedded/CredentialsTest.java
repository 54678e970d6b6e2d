package org.dcgan.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.dcgan.process.DataDirectory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("fast")
class CredentialsTest {
    @Test
    void everyDataDirectoryHasKeysOfItsOwn(@TempDir Path one, @TempDir Path another) {
        Credentials credentials = Credentials.of(new DataDirectory(one));

        assertThat(credentials).isNotEqualTo(Credentials.of(new DataDirectory(another)));
        assertThat(credentials.secretKey()).hasSize(40);
    }

    @Test
    void keysAreKeptForTheNextStart(@TempDir Path path) {
        DataDirectory directory = new DataDirectory(path);

        Credentials credentials = Credentials.of(directory);

        assertThat(Credentials.of(directory)).isEqualTo(credentials);
    }

    @Test
    void theirFileIsTheOwnersAloneAndReadableForOtherClients(@TempDir Path path) throws IOException {
        Credentials credentials = Credentials.of(new DataDirectory(path));

        assertThat(path.resolve("credentials"))
                .hasContent("[default]\naws_access_key_id = %s\naws_secret_access_key = %s\n"
                        .formatted(credentials.accessKey(), credentials.secretKey()));
        assertThat(Files.getPosixFilePermissions(path.resolve("credentials")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
}
