package org.dcgan.trainer;

/** Why a run ends before its last step. */
enum StopReason {
    /** Somebody asked for it. */
    CANCELLED,
    /** This process ends; another worker goes on. */
    SHUTDOWN,
    /** Another attempt on the machine has to be alone; the job goes on later, or elsewhere. */
    IN_THE_WAY,
    /** The job may be another worker's now. */
    LEASE_LOST,
    /** Another worker has begun an attempt. */
    OVERTAKEN
}
