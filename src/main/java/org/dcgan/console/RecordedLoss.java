package org.dcgan.console;

/** A loss and its position in its topic. */
record RecordedLoss(Loss loss, long offset) {}
