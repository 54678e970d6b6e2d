package org.dcgan.trainer;

import java.util.Optional;

/** Delivers the messages of {@code dcgan.jobs}, each to one of all workers, in their order. */
interface JobQueue extends AutoCloseable {
    /**
     * Gives the handler one message after another until the queue is closed. Renews the worker's lease on the message meanwhile; an
     * unfinished message goes to another worker. A share group drops a message after too many deliveries (five by default), so the
     * handler must publish it again before that ({@link org.dcgan.topic.JobMessage#deliveries}).
     */
    void serve(JobHandler handler) throws InterruptedException;

    /** Why no messages are delivered at present; the text stays the same as long as the reason does. */
    Optional<String> trouble();

    /** Makes {@link #serve} return after the current message. */
    @Override
    void close();
}
