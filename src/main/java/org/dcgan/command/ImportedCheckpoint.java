package org.dcgan.command;

import io.quarkus.runtime.QuarkusApplication;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import org.dcgan.checkpoint.AcceptedJobs;
import org.dcgan.checkpoint.Checkpoint;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.checkpoint.JobObjects;
import org.dcgan.checkpoint.Purges;
import org.dcgan.checkpoint.Safetensors;
import org.dcgan.gan.Tensor;
import org.dcgan.message.CheckpointName;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;
import org.dcgan.message.Printable;
import org.dcgan.message.TrainingJob;
import org.dcgan.retry.Retries;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.Topic;

/**
 * Stores networks as a run that has succeeded. Its end is published before its job, so that no trainer takes it. Repeating it with
 * the same networks completes an interrupted import.
 */
@Singleton
final class ImportedCheckpoint implements QuarkusApplication {
    private static final int REFUSED = 1;
    /** Static, because Quarkus creates the application itself and passes strings only. */
    private static volatile TrainingJob job;

    private static volatile Checkpoint checkpoint;

    private final AcceptedJobs accepted;
    private final Checkpoints checkpoints;
    private final Purges purges;
    private final Publisher publisher;
    private final Retries retries;
    private final Clock clock;

    @Inject
    ImportedCheckpoint(
            AcceptedJobs accepted,
            Checkpoints checkpoints,
            Purges purges,
            Publisher publisher,
            Retries retries,
            Clock clock) {
        this.accepted = accepted;
        this.checkpoints = checkpoints;
        this.purges = purges;
        this.publisher = publisher;
        this.retries = retries;
        this.clock = clock;
    }

    /** What the application is to import when it is started. */
    static void toImport(TrainingJob run, Checkpoint networks) {
        job = run;
        checkpoint = networks;
    }

    @Override
    public int run(String... arguments) throws InterruptedException {
        try {
            retries.untilDone(() -> store(job, checkpoint));
            System.out.printf("Imported as %s/0.%n", job.id());
            return 0;
        } catch (InvalidMessageException e) {
            System.err.printf("Refused: %s.%n", Printable.line(e.getMessage()));
            return REFUSED;
        }
    }

    /**
     * Stores and publishes the run.
     *
     * @throws InvalidMessageException if there is another run with its id
     */
    void store(TrainingJob run, Checkpoint networks) {
        if (purges.find(run.id()).isPresent() || accepted.has(run) && isAnother(run, networks)) {
            throw new InvalidMessageException("NAME", run.id(), "a new id, as there is another run of this one");
        }
        accepted.add(run);
        CheckpointSaved saved = checkpoints.saveEpoch(new JobObjects(run.id()), networks);
        JobState end = new JobState(run.id(), State.SUCCEEDED, 1, 0, 0, 0, 0, null, null, null, clock.instant());
        publisher.publish(Topic.JOB_STATES, run.id(), end);
        publisher.publish(Topic.JOBS, run.id(), run);
        publisher.publish(Topic.CHECKPOINTS, CheckpointName.of(saved).toString(), saved);
        checkpoints.latest().setIfNewer(saved);
    }

    private boolean isAnother(TrainingJob run, Checkpoint networks) {
        return checkpoints
                .find(run.id(), 0)
                .map(checkpoints::networks)
                .filter(known -> !isSame(known.generator(), networks.state().generator())
                        || !isSame(known.discriminator(), networks.state().discriminator()))
                .isPresent();
    }

    private static boolean isSame(Map<String, Tensor> one, Map<String, Tensor> other) {
        return Arrays.equals(Safetensors.write(one), Safetensors.write(other));
    }
}
