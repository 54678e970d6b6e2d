package org.dcgan.console;

import org.dcgan.message.QualityMeasured;

/** A quality and its sequence number in the order of reading, from 1. */
record JudgedEpoch(long number, QualityMeasured quality) {}
