package org.dcgan.process;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import org.dcgan.message.Printable;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/**
 * Removes control characters from log messages, so that foreign text, such as an id or a field name, cannot fake log lines or control
 * a terminal.
 */
@LoggingFilter(name = "printable")
public final class PrintableLog implements Filter {
    private static final Formatter WITH_PARAMETERS = new PatternFormatter("%s");

    @Override
    public boolean isLoggable(LogRecord logged) {
        ExtLogRecord line = ExtLogRecord.wrap(logged);
        String message = WITH_PARAMETERS.formatMessage(line);
        line.setMessage(message == null ? null : Printable.line(message), ExtLogRecord.FormatStyle.NO_FORMAT);
        if (line.getThrown() != null) {
            line.setThrown(PrintableException.of(line.getThrown()));
        }
        return true;
    }
}
