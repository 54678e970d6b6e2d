package org.dcgan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The packaged program with a setting, or an argument, that cannot be. {@code RefusedSettingTest}, {@code KeysTest} and
 * {@code KafkaSettingsTest} have more settings, without a start.
 */
class StartRefusalIT {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            dcgan.roles             | painter        | is not a role: it takes
            dcgan.device            | tpu            | dcgan.device is "tpu". a device is auto, cpu or cuda:N
            dcgan.trainer.slots     | 0              | dcgan.trainer.slots must be greater than or equal to 1
            dcgan.s3.access-key     | alone          | dcgan.s3.access-key and dcgan.s3.secret-key belong together
            quarkus.http.port       | 99999          | quarkus.http.port takes 0 to 65535, was 99999
            dcgan.auth.metrics      | everybody      | dcgan.auth.metrics must be viewer or permit
            quarkus.http.host       | 0.0.0.0        | set dcgan.auth.keys to a file of keys or quarkus.oidc.auth-server-url
            """)
    void endsTheStartWithOneLineThatNamesIt(String setting, String value, String line) throws Exception {
        String output = refusal(Map.of(ConfigurationTest.variable(setting), value));

        assertThat(output).hasLineCount(1).contains(setting).contains(line);
    }

    @Test
    void isReadFromAFileAsWell() throws Exception {
        Files.writeString(directory.resolve("dcgan.sampler.batch"), "0\n");

        String output = refusal(Map.of("SMALLRYE_CONFIG_SOURCE_FILE_LOCATIONS", directory.toString()));

        assertThat(output).hasLineCount(1).contains("dcgan.sampler.batch must be greater than or equal to 1");
    }

    @Test
    void isAnEngineThatTheJudgeCannotLoad() throws Exception {
        Path cache = Files.createFile(directory.resolve("file")).resolve("cache");

        String output = refusal(Map.of(
                "DCGAN_ROLES", "judge", "DJL_CACHE_DIR", cache.toString(), "ENGINE_CACHE_DIR", cache.toString()));

        assertThat(output)
                .hasLineCount(1)
                .startsWith("The PyTorch engine cannot be loaded: ")
                .contains(cache.toString());
    }

    @Test
    void isAPortInUse() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String output = refusal(Map.of("QUARKUS_HTTP_PORT", String.valueOf(other.getLocalPort())));

            assertThat(output).hasLineCount(1).contains("Port " + other.getLocalPort() + " on 127.0.0.1");
        }
    }

    @Test
    void isAPathThatTheLocaleLacks() throws Exception {
        String output = refusal(Map.of("LC_ALL", "C", "DCGAN_AUTH_KEYS", "clés"));

        assertThat(output).hasLineCount(1).contains("dcgan.auth.keys", "set LC_ALL");
    }

    @Test
    void isALimitOfOpenFilesThatIsTooLow() throws Exception {
        List<String> limited = List.of("sh", "-c", "ulimit -n 256; exec \"$@\"", "sh");

        String output = refusal(limited, Map.of());

        assertThat(output).hasLineCount(1).contains("the limit of this process is 256");
    }

    @Test
    void isADirectoryWithoutADataSet() throws Exception {
        String output = refusal(Map.of(), "train-judge", directory.toString());

        assertThat(output)
                .hasLineCount(1)
                .startsWith(directory.resolve("train-images-idx3-ubyte.gz")
                        + " is not there, nor train-images-idx3-ubyte, train-images.idx3-ubyte.gz");
    }

    @Test
    void isADataSetThatIsMalformed() throws Exception {
        Files.writeString(directory.resolve("train-images-idx3-ubyte.gz"), "not compressed");
        Files.writeString(directory.resolve("train-labels-idx1-ubyte.gz"), "not compressed");

        String output = refusal(Map.of(), "train-judge", directory.toString());

        assertThat(output).hasLineCount(1).contains("-ubyte.gz: found magic number 0x6e6f7420 (\"not \")");
    }

    private String refusal(Map<String, String> settings, String... arguments) throws IOException, InterruptedException {
        return refusal(List.of(), settings, arguments);
    }

    private String refusal(List<String> launcher, Map<String, String> settings, String... arguments)
            throws IOException, InterruptedException {
        ProcessBuilder program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Ddcgan.embedded.kafka.port=0",
                        "-Ddcgan.embedded.s3.port=0",
                        "-Ddcgan.data-dir=" + directory.resolve("data"),
                        "-jar",
                        "target/quarkus-app/quarkus-run.jar")
                .redirectErrorStream(true);
        program.command().addAll(0, launcher);
        program.command().addAll(List.of(arguments));
        program.environment().remove("JAVA_TOOL_OPTIONS"); // of which the JVM tells in a line of its own
        program.environment().put("QUARKUS_HTTP_PORT", "0");
        program.environment().putAll(settings);
        Path output = directory.resolve("output");
        Process process = program.redirectOutput(output.toFile()).start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            return Files.readString(output, StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }
}
