package org.dcgan.trainer;

import org.dcgan.topic.JobMessage;

/** Processes one message of the queue. */
interface JobHandler {
    /**
     * Processes a message; returns when it is finished or to be released.
     *
     * @param lease must be checked often; once it is lost, another worker may have the message
     */
    Verdict handle(JobMessage message, Lease lease);

    /** Whether a message may be taken now. If not, the queue leaves its group, so that other workers get the messages. */
    default boolean isReady() {
        return true;
    }

    /** What happens to a message. */
    enum Verdict {
        /** It is acknowledged, and never delivered again. */
        DONE,
        /** It is released, and another worker gets it at once. */
        GIVE_BACK
    }
}
