package org.dcgan.trainer;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import org.dcgan.message.JobState;
import org.dcgan.message.JobState.State;
import org.dcgan.message.MessagePath;
import org.dcgan.retry.Retries;
import org.dcgan.topic.JobMessage;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.Topic;

/**
 * Sees to it that one message alone runs a job, however often the job was published and however many workers take it up.
 *
 * <p>A message claims its job by a state that names it. All claims lie in one topic, so that every worker, having read it to its
 * end, finds the same one to be the first. The message that has the claim keeps it whichever worker it is delivered to.
 */
@Singleton
final class Claims {
    private final JobLedger ledger;
    private final Publisher publisher;
    private final Retries retries;
    private final Clock clock;

    @Inject
    Claims(JobLedger ledger, Publisher publisher, Retries retries, Clock clock) {
        this.ledger = ledger;
        this.publisher = publisher;
        this.retries = retries;
        this.clock = clock;
    }

    /** What a message is to the job it asks for. */
    enum Standing {
        /** No message has claimed the job, or one of which this is a copy. */
        FREE,
        /** The message has the claim. */
        OURS,
        /** Another message has the claim. */
        OTHERS,
        /** The job has ended. */
        ENDED
    }

    /** What a message is to a job by all that is known now. */
    Standing standing(String jobId, JobMessage message) throws InterruptedException {
        retries.untilDone(ledger::catchUp);
        Optional<JobState> state = ledger.state(jobId);
        if (state.isPresent() && state.get().state().isTerminal()) {
            return Standing.ENDED;
        }
        Optional<String> claim = state.map(JobState::origin);
        if (claim.isEmpty() || MessagePath.isCopy(message.path(), claim.get())) {
            return Standing.FREE;
        }
        return claim.get().equals(message.path()) ? Standing.OURS : Standing.OTHERS;
    }

    /**
     * Claims a job that is free.
     *
     * @param steps iterations of the whole run
     * @return what the message is to the job then
     */
    Standing claim(String jobId, long steps, JobMessage message) throws InterruptedException {
        JobState claim = ledger.state(jobId)
                .orElseGet(() -> new JobState(jobId, State.QUEUED, 0, 0, 0, 0, steps, null, null, null, null))
                .claimedBy(message.path(), clock.instant());
        retries.untilDone(() -> publisher.publish(Topic.JOB_STATES, jobId, claim));
        return standing(jobId, message);
    }
}
