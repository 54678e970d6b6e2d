package org.dcgan.trainer;

/** Why a run ends before its last step. */
enum StopReason {
    /** Somebody wished it. */
    CANCELLED,
    /** This process ends; another worker goes on. */
    SHUTDOWN,
    /** The job is another worker's now. */
    LEASE_LOST
}
