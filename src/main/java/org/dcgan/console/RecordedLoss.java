package org.dcgan.console;

import org.dcgan.message.LossRecorded;

/** A loss, and where it lies in its topic. */
record RecordedLoss(LossRecorded loss, long offset) {}
