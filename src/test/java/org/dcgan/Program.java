package org.dcgan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The packaged program, as a process of its own. */
final class Program {
    private static final Path JAR =
            Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();

    private Program() {}

    /**
     * Starts it on free ports; what it prints is appended to {@code output.txt} in its data directory.
     *
     * @param settings like {@code dcgan.roles=trainer}
     * @param arguments of its command line
     */
    static Process start(Path data, List<String> settings, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Ddcgan.data-dir=" + data);
        command.add("-Ddcgan.embedded.kafka.port=0");
        command.add("-Ddcgan.embedded.s3.port=0");
        command.add("-Dquarkus.http.port=0");
        settings.forEach(setting -> command.add("-D" + setting));
        command.add("-jar");
        command.add(JAR.toString());
        command.addAll(arguments);
        Files.createDirectories(data);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        data.resolve("output.txt").toFile()))
                .start();
    }
}
