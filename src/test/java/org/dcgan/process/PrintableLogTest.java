package org.dcgan.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class PrintableLogTest {
    private static final String FORGED = "\n2026-01-01 00:00:00,000 ERROR [all] \u001b[2Jis lost\u2028";

    @Test
    void foreignTextCannotForgeLines() {
        ExtLogRecord line = new ExtLogRecord(Level.WARNING, "field %s", ExtLogRecord.FormatStyle.PRINTF, "test");
        line.setParameters(new Object[] {FORGED});

        assertThat(printed(line)).isEqualTo("field ?2026-01-01 00:00:00,000 ERROR [all] ?[2Jis lost?\n");
    }

    @Test
    void anExceptionsWordsMakeNoLinesWhereverTheyStand() {
        IllegalStateException failure = new IllegalStateException(FORGED, new IllegalArgumentException(FORGED));
        failure.addSuppressed(new IllegalArgumentException(FORGED));
        failure.getCause().addSuppressed(failure); // a ring
        LogRecord line = new LogRecord(Level.SEVERE, "failed");
        line.setThrown(failure);

        assertThat(printed(ExtLogRecord.wrap(line)).lines())
                .filteredOn(printed -> !printed.isEmpty() && !printed.matches("\\s+(at |\\.\\.\\. ).*"))
                .hasSize(3)
                .allMatch(printed -> printed.matches("(failed|\\tSuppressed|Caused by): .*: \\?2026.*is lost\\?"));
    }

    private static String printed(ExtLogRecord line) {
        assertThat(new PrintableLog().isLoggable(line)).isTrue();
        return new PatternFormatter("%s%e%n").format(line);
    }
}
