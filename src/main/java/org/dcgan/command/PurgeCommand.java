package org.dcgan.command;

import io.quarkus.runtime.Quarkus;
import java.util.List;
import java.util.concurrent.Callable;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.TrainingJob;
import org.dcgan.process.StartRefusedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Starts the application as a console, in which {@link RunPurge} deletes runs. */
@Command(
        name = "purge",
        description = "Deletes runs: cancels those that have not ended, then deletes their objects and records.")
final class PurgeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", arity = "1..*", description = "a run")
    private List<String> ids;

    @Override
    public Integer call() {
        try {
            ids.forEach(id -> TrainingJob.requireName("ID", id));
        } catch (InvalidMessageException e) {
            throw new StartRefusedException(e.getMessage());
        }
        System.setProperty("dcgan.roles", "console"); // which deletes them
        Quarkus.run(RunPurge.class, Main::exit, ids.toArray(String[]::new));
        return 0;
    }
}
