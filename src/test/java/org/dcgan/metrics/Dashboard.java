package org.dcgan.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A dashboard of {@code grafana/dashboards}.
 *
 * @param file its name
 * @param json its content
 */
record Dashboard(String file, JsonNode json) {
    private static final Path FOLDER = Path.of("grafana/dashboards");

    static List<Dashboard> all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(Dashboard::read)
                    .toList();
        }
    }

    private static Dashboard read(Path file) {
        try {
            return new Dashboard(file.getFileName().toString(), new ObjectMapper().readTree(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its panels, without the headings of rows. */
    List<JsonNode> panels() {
        List<JsonNode> panels = new ArrayList<>();
        json.get("panels").forEach(panels::add);
        panels.removeIf(panel -> panel.get("type").asText().equals("row"));
        return panels;
    }

    /** Every expression that it asks Prometheus, in panels, annotations and variables, with the variables filled in. */
    List<String> expressions() {
        List<String> expressions = new ArrayList<>(json.findValuesAsText("expr"));
        json.at("/templating/list")
                .forEach(variable -> expressions.add(variable.get("definition")
                        .asText()
                        .replaceAll("label_values\\((.*), (.*)\\)", "count by ($2) ($1)")));
        return expressions.stream()
                .map(expression -> expression.replace("$job", ".+").replace("$__rate_interval", "1m"))
                .toList();
    }

    @Override
    public String toString() {
        return file;
    }
}
