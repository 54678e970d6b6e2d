package org.dcgan.console;

/** A loss, and where it lies in its topic. */
record RecordedLoss(Loss loss, long offset) {}
