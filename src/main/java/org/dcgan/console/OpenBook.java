package org.dcgan.console;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.dcgan.problem.ProblemException;

/** The book, for requests: closed until it is rebuilt. */
@Singleton
final class OpenBook {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final ConsoleRole role;
    private final JobBook book;

    @Inject
    OpenBook(ConsoleRole role, JobBook book) {
        this.role = role;
        this.book = book;
    }

    /**
     * The book.
     *
     * @throws ProblemException if it does not hold yet what there was at the start
     */
    JobBook book() {
        if (!role.isRebuilt()) {
            throw ProblemException.unavailable("the console is still reading what there is", SOON);
        }
        return book;
    }

    /**
     * A job.
     *
     * @throws ProblemException if there is none of this id
     */
    JobReport job(String id) {
        return book().report(id).orElseThrow(() -> ProblemException.notFound("there is no job " + id));
    }
}
