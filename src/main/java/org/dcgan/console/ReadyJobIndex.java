package org.dcgan.console;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.dcgan.problem.ProblemException;

/** The job index for requests. Until it is complete, requests are answered 503. */
@Singleton
final class ReadyJobIndex {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final ConsoleRole role;
    private final JobIndex index;

    @Inject
    ReadyJobIndex(ConsoleRole role, JobIndex index) {
        this.role = role;
        this.index = index;
    }

    /**
     * The index.
     *
     * @throws ProblemException if it is not complete yet
     */
    JobIndex index() {
        if (!role.isRebuilt()) {
            throw ProblemException.unavailable("the console is still reading the topics", SOON);
        }
        return index;
    }

    /**
     * A job.
     *
     * @throws ProblemException if there is no job with this id
     */
    JobReport job(String id) {
        return index().report(id).orElseThrow(() -> ProblemException.notFound("there is no job " + id));
    }
}
