package org.dcgan;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.common.utils.StringUtil;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The documented table of settings against the code that reads them. */
@Tag("fast")
class ConfigurationTest {
    private static final Path TABLE = Path.of("src/site/markdown/operations.md");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([^`]+)` \\| `([^`]+)` \\| (?:`([^`]*)`|none).* \\|$");
    /** One a role, made from dcgan.roles. */
    private static final String SWITCH = "dcgan.role.";

    @Test
    void theTableHasEverySettingOfTheApplicationWithItsDefault() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        rows().stream()
                .filter(row -> row.group(1).startsWith("dcgan."))
                .forEach(row -> documented.put(row.group(1), row.group(3)));

        assertThat(documented).isEqualTo(settingsInCode());
    }

    @Test
    void aVariableIsNamedAfterItsSetting() throws IOException {
        assertThat(rows()).isNotEmpty().allSatisfy(row -> assertThat(row.group(2))
                .isEqualTo(variable(row.group(1))));
    }

    /** The environment variable that gives a setting. */
    static String variable(String setting) {
        return StringUtil.replaceNonAlphanumericByUnderscores(setting).toUpperCase(Locale.ROOT);
    }

    private static List<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(TABLE)).results().toList();
    }

    private static Map<String, String> settingsInCode() throws IOException {
        Properties defaults = new Properties();
        try (InputStream file = Files.newInputStream(Path.of("src/main/resources/application.properties"))) {
            defaults.load(file);
        }
        Map<String, String> settings = new TreeMap<>();
        defaults.stringPropertyNames().stream()
                .filter(name -> name.startsWith("dcgan."))
                .forEach(name -> settings.put(name, defaults.getProperty(name)));
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.dcgan")) {
            Class<?> loaded = type.reflect();
            if (loaded.isAnnotationPresent(ConfigMapping.class)) {
                settings.putAll(ConfigClass.configClass(loaded).getProperties());
            }
            settings.putAll(injected(loaded, defaults));
        }
        return settings;
    }

    private static Map<String, String> injected(Class<?> type, Properties defaults) {
        return Arrays.stream(type.getDeclaredConstructors())
                .map(Executable::getParameters)
                .flatMap(Stream::of)
                .map((Parameter parameter) -> parameter.getAnnotation(ConfigProperty.class))
                .filter(property -> property != null && isOurs(property.name()))
                .collect(toMap(
                        ConfigProperty::name,
                        property -> defaults.getProperty(property.name(), property.defaultValue()),
                        (one, same) -> one));
    }

    private static boolean isOurs(String name) {
        return name.startsWith("dcgan.") && !name.startsWith(SWITCH);
    }
}
