package org.dcgan.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.QuarkusBindException;
import io.smallrye.config.ConfigValidationException;
import jakarta.enterprise.inject.spi.DeploymentException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.dcgan.process.StartRefusedException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class FailureTest {
    @Test
    void printsADeeplyNestedRefusalAsOneLine() {
        Throwable refusal = new ExceptionInInitializerError(
                new IllegalStateException("Failed to start", new StartRefusedException("Set dcgan.data-dir.")));

        assertThat(report(refusal)).isEqualTo("Set dcgan.data-dir.\n");
    }

    @Test
    void aHttpPortInUseIsOneLine() {
        Throwable inUse = new RuntimeException(new QuarkusBindException("127.0.0.1", 8080, new BindException()));

        assertThat(report(inUse))
                .isEqualTo("Port 8080 on 127.0.0.1, which the HTTP server wants, is in use:"
                        + " free it, or set quarkus.http.port or quarkus.http.ssl-port to another.\n");
    }

    @Test
    void aSettingThatCannotBeReadIsOneLine() {
        Throwable unreadable = new ConfigValidationException(new ConfigValidationException.Problem[] {
            new ConfigValidationException.Problem("dcgan.embedded.s3.port is \"abc\"")
        });

        assertThat(report(unreadable))
                .isEqualTo("Configuration validation failed: dcgan.embedded.s3.port is \"abc\"\n");
    }

    @Test
    void aSettingThatCannotBeConvertedIsNamedWithItsValueWithoutTheLibrarysWords() {
        Throwable unreadable = new DeploymentException("no");
        unreadable.addSuppressed(new IllegalArgumentException(
                "SRCFG00039: The config property dcgan.device with the config value \"tpu\" threw an Exception whilst being"
                        + " converted a device is auto, cpu or cuda:N, was tpu"));

        assertThat(report(new RuntimeException(unreadable)))
                .isEqualTo("dcgan.device is \"tpu\". a device is auto, cpu or cuda:N, was tpu\n");
    }

    @Test
    void reportsAPathThatTheLocaleLacksInOneLineWithAdvice() {
        Throwable unreadable = new DeploymentException("no");
        unreadable.addSuppressed(
                new IllegalArgumentException(
                        "SRCFG00039: The config property dcgan.data-dir with the config value \"/d\uFFFDta\" threw an Exception"
                                + " whilst being converted Malformed input or input contains unmappable characters: /d\uFFFDta"));

        assertThat(report(new RuntimeException(unreadable)))
                .startsWith("dcgan.data-dir is \"/d")
                .contains(". Its path has characters that are not in this locale's encoding")
                .endsWith("such as C.UTF-8.\n");
    }

    @Test
    void hidesAPasswordInAUrl() {
        Throwable refusal = new StartRefusedException("url is 'ftp://me:hush@host/': it takes a URL");

        assertThat(report(refusal)).isEqualTo("url is 'ftp://…@host/': it takes a URL\n");
    }

    @Test
    void reportsAMissingFileInOneLine() {
        assertThat(report(new NoSuchFileException("digits/train-images-idx3-ubyte.gz")))
                .isEqualTo("digits/train-images-idx3-ubyte.gz: no such file\n");
    }

    @Test
    void aDirectoryThatMayNotBeWrittenIsOneLine() {
        assertThat(report(new UncheckedIOException(new AccessDeniedException("digits"))))
                .isEqualTo("digits: permission denied\n");
    }

    @Test
    void anythingElseIsAStackTrace() {
        Throwable surprise = new IllegalStateException("surprise");

        assertThat(report(surprise)).startsWith("java.lang.IllegalStateException: surprise\n\tat org.dcgan.command");
    }

    private static String report(Throwable failure) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Failure.report(failure, new PrintStream(printed));
        return printed.toString();
    }
}
