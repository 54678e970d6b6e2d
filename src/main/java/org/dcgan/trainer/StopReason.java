package org.dcgan.trainer;

/** Why a run ends before its last step. */
enum StopReason {
    /** Somebody wished it. */
    CANCELLED,
    /** This process ends; another worker goes on. */
    SHUTDOWN,
    /** The job may be another worker's now. */
    LEASE_LOST,
    /** Another worker has begun an attempt. */
    OVERTAKEN
}
