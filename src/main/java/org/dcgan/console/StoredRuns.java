package org.dcgan.console;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import org.dcgan.checkpoint.AcceptedJobs;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.checkpoint.JobObjects;
import org.dcgan.checkpoint.Purges;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;
import org.dcgan.message.TrainingJob;
import org.dcgan.store.ObjectStore;
import org.jboss.logging.Logger;

/** Finds runs whose objects are stored but whose messages are gone, because the broker's topics were recreated. */
@Singleton
final class StoredRuns {
    private static final Logger LOG = Logger.getLogger(StoredRuns.class);
    /** Written last, when the run is complete. */
    private static final String LAST = "layer-4.png";

    private final ObjectStore store;
    private final AcceptedJobs accepted;
    private final Checkpoints checkpoints;
    private final Purges purges;

    @Inject
    StoredRuns(ObjectStore store, AcceptedJobs accepted, Checkpoints checkpoints, Purges purges) {
        this.store = store;
        this.accepted = accepted;
        this.checkpoints = checkpoints;
        this.purges = purges;
    }

    /** Adds the stored runs that an index does not contain. */
    void findOthers(JobIndex index) {
        Set<String> leaving = purges.jobs();
        for (String jobId : checkpoints.jobs()) {
            if (!index.knows(jobId) && !leaving.contains(jobId)) {
                job(jobId).ifPresent(job -> index.found(job, end(jobId)));
            }
        }
    }

    private Optional<TrainingJob> job(String jobId) {
        try {
            return accepted.find(jobId).filter(job -> jobId.equals(job.id()));
        } catch (InvalidMessageException e) {
            LOG.warnf("the job.json of %s is skipped: %s", jobId, e.getMessage());
            return Optional.empty();
        }
    }

    private JobState end(String jobId) {
        boolean done = store.stat(new JobObjects(jobId).internals(LAST)).isPresent();
        return new JobState(
                jobId,
                done ? State.SUCCEEDED : State.FAILED,
                0,
                0,
                0,
                0,
                0,
                null,
                done ? null : "its messages are gone from the broker, so it will not continue",
                null,
                null);
    }
}
