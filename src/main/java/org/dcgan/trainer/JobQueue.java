package org.dcgan.trainer;

/** Hands out the messages of {@code dcgan.jobs}, each to one worker of all; first come, first served. */
interface JobQueue extends AutoCloseable {
    /**
     * Gives the handler one message after another until the queue is closed. While one is worked on, the worker's hold on it is
     * kept up; a message that was not finished goes to another worker. A share group drops a message at its fifth delivery, so the
     * handler has to publish it again before ({@link org.dcgan.topic.JobMessage#deliveries}).
     */
    void serve(JobHandler handler) throws InterruptedException;

    /** Has {@link #serve} return after the message in hand. */
    @Override
    void close();
}
