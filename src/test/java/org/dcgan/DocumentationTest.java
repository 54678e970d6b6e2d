package org.dcgan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dcgan.message.Json;
import org.dcgan.message.TrainingJob;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** README and the pages under {@code src/site} against the files that they name. */
@Tag("fast")
class DocumentationTest {
    private static final Path README = Path.of("README.md");
    private static final Path PAGES = Path.of("src/site/markdown");
    private static final Path TESTS = Path.of("src/test/java");
    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```$");
    /** A link or an image in Markdown, or an image in HTML. */
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)|\\b(?:src|srcset|href)=\"([^\"\\s]+)\"");

    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern TEST_NAME = Pattern.compile("`([A-Z][A-Za-z]+(?:Test|IT|Contract))`");

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> pages = Files.list(PAGES)) {
            return Stream.concat(Stream.of(README), pages.sorted().toList().stream());
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyRelativeLinkLeadsToAFileAndItsHeading(Path document) throws IOException {
        List<String> broken = prose(document)
                .flatMap(prose -> LINK.matcher(prose).results())
                .map(link -> link.group(1) == null ? link.group(2) : link.group(1))
                .filter(target -> !target.matches("(https?|mailto):.*"))
                .filter(target -> !resolves(document, target))
                .toList();

        assertThat(broken).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyTestThatIsNamedExists(Path document) throws IOException {
        Set<String> tests;
        try (Stream<Path> files = Files.walk(TESTS)) {
            tests = files.map(file -> file.getFileName().toString().replaceFirst("\\.java$", ""))
                    .collect(Collectors.toSet());
        }

        assertThat(TEST_NAME.matcher(Files.readString(document)).results().map(name -> name.group(1)))
                .isSubsetOf(tests);
    }

    @Test
    void theReadmeHasAtMost200Lines() throws IOException {
        assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(200);
    }

    @Test
    void theTableOfAJobsFieldsHasEveryFieldAndItsDefault() throws IOException {
        Map<String, Object> defaults = Json.fields(Json.read("{}".getBytes(UTF_8), TrainingJob.class));
        String fields = Files.readString(PAGES.resolve("jobs.md"));

        assertThat(TrainingJob.class.getRecordComponents()).allSatisfy(field -> assertThat(fields)
                .as(field.getName())
                .containsPattern("(?m)^\\| .*`%s`.* \\|.*%s.*\\|"
                        .formatted(field.getName(), plain(defaults.getOrDefault(field.getName(), "")))));
    }

    /** 2.0E-4 as 0.0002. */
    private static String plain(Object value) {
        return value instanceof Double number
                ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
                : value.toString();
    }

    private static boolean resolves(Path document, String target) {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
        return Files.exists(file) && (parts.length == 1 || anchors(file).contains(parts[1]));
    }

    /** The anchors of a document's headings, as hosts of Git repositories make them. */
    private static Set<String> anchors(Path document) {
        return prose(document)
                .flatMap(prose -> HEADING.matcher(prose).results())
                .map((MatchResult heading) -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static Stream<String> prose(Path document) {
        try {
            return Stream.of(CODE_BLOCK.matcher(Files.readString(document)).replaceAll(""));
        } catch (IOException e) {
            throw new AssertionError(document + " cannot be read", e);
        }
    }
}
