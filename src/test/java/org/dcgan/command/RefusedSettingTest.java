package org.dcgan.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.dcgan.store.StoreConfig;
import org.dcgan.trainer.TrainerConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is printed of a setting that cannot be; {@code StartRefusalIT} starts the program with some. */
@Tag("fast")
class RefusedSettingTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dcgan.trainer.slots     | many            | dcgan.trainer.slots is "many". Expected an integer value
            dcgan.trainer.queue     | stack           | allowed values: share-group,consumer-group
            dcgan.trainer.lock      | soon            | dcgan.trainer.lock is "soon". Invalid duration
            dcgan.s3.endpoint       | localhost:9000  | dcgan.s3.endpoint is "localhost:9000". takes http://HOST:PORT
            dcgan.s3.endpoint       | http://a:hush@b | dcgan.s3.endpoint is "http://…@b". takes http://HOST:PORT
            dcgan.s3.ca             | pom.xml         | takes a file of certificates in PEM
            """)
    void isNamedInOneLine(String setting, String value, String line) {
        SmallRyeConfigBuilder config = new SmallRyeConfigBuilder()
                .withMapping(TrainerConfig.class)
                .withMapping(StoreConfig.class)
                .withDefaultValue(setting, value)
                .addDiscoveredConverters()
                .addDefaultInterceptors();

        Throwable failure = catchThrowable(config::build);

        assertThat(printed(failure)).hasLineCount(1).contains(setting).contains(line);
    }

    private static String printed(Throwable failure) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Failure.report(failure, new PrintStream(printed));
        return printed.toString();
    }
}
