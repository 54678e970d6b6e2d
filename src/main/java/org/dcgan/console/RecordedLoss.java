package org.dcgan.console;

import org.dcgan.message.LossRecorded;

/** A loss, and where it lies in its topic. */
record RecordedLoss(LossRecorded loss, long offset) {
    /** Of two that tell of one step the one of the later attempt. */
    RecordedLoss or(RecordedLoss next) {
        return next.loss.attempt() < loss.attempt() ? this : next;
    }
}
