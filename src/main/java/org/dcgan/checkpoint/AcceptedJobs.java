package org.dcgan.checkpoint;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.Json;
import org.dcgan.message.TrainingJob;
import org.dcgan.store.ObjectStore;

/** The jobs that trainers accepted, each kept as its {@code job.json}. */
@Singleton
public final class AcceptedJobs {
    private final ObjectStore store;

    /** @param store where they lie */
    @Inject
    public AcceptedJobs(ObjectStore store) {
        this.store = store;
    }

    /**
     * The job of an id, if one was accepted.
     *
     * @throws InvalidMessageException if its {@code job.json} is invalid
     */
    public Optional<TrainingJob> find(String jobId) {
        return store.get(new JobObjects(jobId).job()).map(json -> Json.read(json, TrainingJob.class));
    }

    /**
     * Whether this job was accepted.
     *
     * @throws InvalidMessageException if another job has its id
     */
    public boolean has(TrainingJob job) {
        Optional<TrainingJob> known = find(job.id());
        if (known.isPresent() && !known.get().equals(job)) {
            throw new InvalidMessageException("id", job.id(), "a new one, as there is another job of this id");
        }
        return known.isPresent();
    }

    /**
     * Accepts a job.
     *
     * @throws InvalidMessageException if another job has its id
     */
    public void add(TrainingJob job) {
        boolean isAccepted = has(job);
        while (!isAccepted) { // another worker may accept another job of this id at the same time
            isAccepted = store.putIfUnchanged(
                            new JobObjects(job.id()).job(), Optional.empty(), Json.write(job), JsonObjects.CONTENT_TYPE)
                    || has(job);
        }
    }
}
