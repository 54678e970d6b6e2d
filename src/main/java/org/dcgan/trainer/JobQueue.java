package org.dcgan.trainer;

import java.util.Optional;

/** Hands out the messages of {@code dcgan.jobs}, each to one worker of all; first come, first served. */
interface JobQueue extends AutoCloseable {
    /**
     * Gives the handler one message after another until the queue is closed. While one is worked on, the worker's hold on it is
     * kept up; a message that was not finished goes to another worker. A share group drops a message that was delivered too often,
     * five times unless its broker is set otherwise, so the handler has to publish it again before ({@link org.dcgan.topic.JobMessage#deliveries}).
     */
    void serve(JobHandler handler) throws InterruptedException;

    /** Why no message can be had, while that is so; the same words as long as the reason is the same. */
    Optional<String> trouble();

    /** Has {@link #serve} return after the message in hand. */
    @Override
    void close();
}
