package org.dcgan.trainer;

/** A worker's hold on a message. */
interface Lease {
    /** Whether nobody else can have been given the message; once false, false for ever. */
    boolean isHeld();
}
