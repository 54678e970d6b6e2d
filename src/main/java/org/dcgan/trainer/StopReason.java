package org.dcgan.trainer;

/** Why a run ends before its last step. */
enum StopReason {
    /** The job was cancelled. */
    CANCELLED,
    /** This process ends; another worker continues. */
    SHUTDOWN,
    /** Another attempt on the machine must run alone; the job continues later, or elsewhere. */
    IN_THE_WAY,
    /** The lease is lost: another worker may have the job. */
    LEASE_LOST,
    /** Another worker has begun a newer attempt. */
    OVERTAKEN
}
