package org.dcgan.command;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.Json;
import org.dcgan.process.HeapSize;
import org.dcgan.process.HomeDirectory;
import org.dcgan.process.OpenFiles;
import org.dcgan.process.PathEncoding;
import org.dcgan.process.StartRefusedException;
import picocli.CommandLine.ParameterException;

/**
 * The program: without arguments it plays its roles until it is stopped; {@code train} also submits a job, shows its progress and
 * ends with it. Picocli runs the other commands; those that need servers start the application themselves.
 */
@QuarkusMain
public final class Main {
    private static final int REFUSED = 1;
    private static final int USAGE = 2;
    private static final Set<String> OTHER_COMMANDS =
            Set.of("judge", "train-judge", "import-dataset", "import-checkpoint", "purge");
    /** Settings are validated before logging is set up; output of this logger would appear before the line of a refusal. */
    private static final Logger VALIDATOR = Logger.getLogger("org.hibernate.validator.internal.util.Version");

    /** The server would reject a malformed path or query without a message; AmbiguousPathFilter gives one. */
    private static final String UNCHECKED_TARGETS = "vertx.disableURIValidation";

    private Main() {}

    /** Does not return: the process exits with 0, 1 if it could not start or the job failed, or 2 for wrong arguments. */
    public static void main(String... arguments) {
        // digits, decimal points, upper case and messages, also those of libraries, must not depend on the country
        Locale.setDefault(Locale.ROOT);
        VALIDATOR.setLevel(Level.WARNING);
        System.setProperty(UNCHECKED_TARGETS, "true");
        try {
            PathEncoding.require(arguments);
            HomeDirectory.require();
            OpenFiles.require(OpenFiles.FOR_A_PROCESS, "The program");
            HeapSize.require(HeapSize.FOR_A_PROCESS, "The program");
        } catch (StartRefusedException e) {
            exit(REFUSED, e);
        }
        if (arguments.length == 0) {
            Quarkus.run(null, Main::exit);
        } else if (OTHER_COMMANDS.contains(arguments[0])) {
            execute(arguments);
        } else {
            train(arguments);
        }
    }

    private static void execute(String... arguments) {
        try {
            System.exit(TrainArguments.program().execute(arguments));
        } catch (Error e) { // picocli reports exceptions of a command, but not errors
            exit(REFUSED, e);
        }
    }

    private static void train(String... arguments) {
        try {
            TrainArguments train = TrainArguments.parse(arguments);
            if (train.printsHelpOrVersion()) {
                System.exit(0);
            }
            String jobs = new String(Json.write(train.jobs()), StandardCharsets.UTF_8);
            Quarkus.run(TrainCommand.class, Main::exit, jobs, Boolean.toString(train.stays()));
        } catch (ParameterException e) {
            Failure.reportArguments(e, System.err);
            System.exit(USAGE);
        } catch (InvalidMessageException e) {
            System.err.println(e.getMessage());
            System.exit(USAGE);
        }
    }

    /** Ends the process, with the reason if it could not start. */
    static void exit(int code, Throwable failure) {
        if (failure != null) {
            Failure.report(failure, System.err);
        }
        System.exit(code);
    }
}
