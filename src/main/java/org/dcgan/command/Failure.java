package org.dcgan.command;

import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.util.ExceptionUtil;
import io.smallrye.config.ConfigValidationException;
import jakarta.enterprise.inject.spi.DeploymentException;
import java.io.FileNotFoundException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.dcgan.dataset.MalformedDatasetException;
import org.dcgan.imports.RefusedImportException;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.process.ListenAddress;
import org.dcgan.process.PathEncoding;
import org.dcgan.process.StartRefusedException;
import org.dcgan.store.StoreException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Prints why the process did not start or a command failed: one line for what the user can fix, the stack trace otherwise.
 */
final class Failure {
    /** Hides the message of a value's own class. */
    private static final String BY_REFLECTION = "Failed to create new instance from Converter constructor";

    /** Java's message for a path with characters that the locale lacks. */
    private static final String UNREADABLE_PATH = "Malformed input or input contains unmappable characters: .*";

    private Failure() {}

    /** Reports invalid arguments, with what was probably meant or where to look. */
    static void reportArguments(ParameterException wrong, PrintStream out) {
        CommandLine command = wrong.getCommandLine();
        boolean isCommand = wrong instanceof UnmatchedArgumentException unmatched
                && command.getParent() == null
                && !unmatched.isUnknownOption();
        out.println(isCommand ? wrong.getMessage().replaceFirst(".*:", "Unknown command:") : wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, out);
        out.println("'" + command.getCommandSpec().qualifiedName() + " --help' lists what is allowed.");
    }

    static void report(Throwable failure, PrintStream out) {
        Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .flatMap(cause -> line(cause).stream())
                .findFirst()
                .ifPresentOrElse(out::println, () -> failure.printStackTrace(out));
    }

    /** What went wrong with a file, because the exception's message may contain only its name. */
    static String reason(Exception failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file";
        }
        return failure instanceof AccessDeniedException ? "permission denied" : failure.getMessage();
    }

    private static Optional<String> line(Throwable cause) {
        if (cause instanceof QuarkusBindException bind) {
            return Optional.of(new ListenAddress(
                            bind.getHost(),
                            bind.getPort(),
                            "the HTTP server",
                            "quarkus.http.host",
                            "quarkus.http.port or quarkus.http.ssl-port")
                    .refusal());
        }
        if (cause instanceof DeploymentException invalid && invalid.getSuppressed().length > 0) {
            Throwable unreadable = invalid.getSuppressed()[0];
            return Optional.of(oneLine(unreadable.getMessage())
                    .replace(
                            BY_REFLECTION,
                            ExceptionUtil.getRootCause(unreadable).getMessage()));
        }
        if (cause instanceof NoSuchFileException || cause instanceof AccessDeniedException) {
            FileSystemException failed = (FileSystemException) cause;
            return Optional.of(failed.getFile() + ": " + reason(failed));
        }
        boolean mendable = cause instanceof StartRefusedException
                || cause instanceof ConfigValidationException
                || cause instanceof ConfigurationException
                || cause instanceof MalformedDatasetException
                || cause instanceof RefusedImportException
                || cause instanceof InvalidMessageException
                || cause instanceof StoreException
                || cause instanceof FileNotFoundException;
        return mendable ? Optional.of(oneLine(cause.getMessage())) : Optional.empty();
    }

    /** The message without names of library classes, and without a password in a URL. */
    private static String oneLine(String message) {
        return message.strip()
                .replaceAll("\\R\\s*", " ")
                .replaceAll("://[^/@\\s\"]*@", "://…@")
                .replaceAll("java\\.lang\\.\\w+: |SRCFG\\d+: ", "")
                .replaceAll(UNREADABLE_PATH, Matcher.quoteReplacement("Its path " + PathEncoding.problem()))
                .replaceAll(
                        "The config property (\\S+) with the config value \"(.*?)\" threw an Exception whilst being converted",
                        "$1 is \"$2\".");
    }
}
