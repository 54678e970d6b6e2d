package org.dcgan.trainer;

import org.dcgan.topic.JobMessage;

/** Works on one message of the queue. */
interface JobHandler {
    /**
     * Returns when the message is finished or is to be given back.
     *
     * @param lease to be checked often; once it is lost, another worker may have the message
     */
    Verdict handle(JobMessage message, Lease lease);

    /** Whether a message may be taken now. Otherwise the queue leaves its group, so that others get the messages. */
    default boolean isReady() {
        return true;
    }

    /** What becomes of a message. */
    enum Verdict {
        /** It is never delivered again. */
        DONE,
        /** Another worker gets it at once. */
        GIVE_BACK
    }
}
