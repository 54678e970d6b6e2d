package org.dcgan.process;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import org.dcgan.message.Printable;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/** Keeps what others wrote, such as an id or the name of a field, from looking like lines of the log or commanding a terminal. */
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
