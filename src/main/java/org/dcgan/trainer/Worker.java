package org.dcgan.trainer;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.dcgan.checkpoint.AcceptedJobs;
import org.dcgan.dataset.Images;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.TrainingJob;
import org.dcgan.retry.Retries;
import org.dcgan.topic.JobMessage;
import org.jboss.logging.Logger;

/** Takes up the job of a message, if it is one and the message is the first that asks for it. */
@Singleton
final class Worker implements JobHandler {
    private static final Logger LOG = Logger.getLogger(Worker.class);
    private static final int WAIT_FOR_OTHERS_SECONDS = 1;

    private final Intake intake;
    private final AcceptedJobs accepted;
    private final Claims claims;
    private final Datasets datasets;
    private final Attempts attempts;
    private final Retries retries;

    @Inject
    Worker(Intake intake, AcceptedJobs accepted, Claims claims, Datasets datasets, Attempts attempts, Retries retries) {
        this.intake = intake;
        this.accepted = accepted;
        this.claims = claims;
        this.datasets = datasets;
        this.attempts = attempts;
        this.retries = retries;
    }

    @Override
    public Verdict handle(JobMessage message, Lease lease) {
        try {
            try {
                return handle(intake.read(message), message, lease);
            } catch (InvalidMessageException refusal) {
                retries.untilDone(() -> intake.refuse(message, refusal));
                return Verdict.DONE;
            }
        } catch (InterruptedException e) {
            return Verdict.GIVE_BACK; // the process ends, or the message is another worker's
        }
    }

    private Verdict handle(TrainingJob job, JobMessage message, Lease lease) throws InterruptedException {
        boolean kept = retries.untilDone(() -> accepted.has(job));
        return switch (claims.standing(job.id(), message)) {
            case FREE -> claim(job, message, lease);
            case OURS -> goOn(job, message, lease);
            case OTHERS -> leave(job, kept);
            case ENDED -> {
                LOG.infof("job %s has ended, %s does not run", job.id(), message.path());
                yield Verdict.DONE;
            }
        };
    }

    private Verdict claim(TrainingJob job, JobMessage message, Lease lease) throws InterruptedException {
        Images images = retries.untilDone(() -> datasets.load(job));
        return switch (claims.claim(job.id(), TrainingRun.steps(job, images), message)) {
            case OURS -> attempt(job, images, message, lease);
            case OTHERS -> leave(job, retries.untilDone(() -> accepted.has(job)));
            case FREE -> lookAgain(); // an open transaction of somebody else holds the claim back
            case ENDED -> Verdict.GIVE_BACK; // it was overtaken
        };
    }

    private Verdict goOn(TrainingJob job, JobMessage message, Lease lease) throws InterruptedException {
        try {
            Images images = retries.untilDone(() -> datasets.load(job));
            return attempt(job, images, message, lease);
        } catch (InvalidMessageException refusal) {
            attempts.fail(job, refusal.getMessage()); // it was accepted once, so its followers wait for an end
            return Verdict.DONE;
        }
    }

    private Verdict attempt(TrainingJob job, Images images, JobMessage message, Lease lease)
            throws InterruptedException {
        retries.untilDone(() -> accepted.add(job));
        return attempts.attempt(job, images, message, lease);
    }

    /** A message too many is done with, once it can be told whether it asks for the same as the one that has the job. */
    private static Verdict leave(TrainingJob job, boolean kept) throws InterruptedException {
        if (kept) {
            LOG.infof("job %s is another message's", job.id());
            return Verdict.DONE;
        }
        return lookAgain();
    }

    private static Verdict lookAgain() throws InterruptedException {
        TimeUnit.SECONDS.sleep(WAIT_FOR_OTHERS_SECONDS);
        return Verdict.GIVE_BACK;
    }
}
