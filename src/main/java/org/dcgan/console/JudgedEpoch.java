package org.dcgan.console;

import org.dcgan.message.QualityMeasured;

/** A quality, and its number in the order in which all are read, from 1. */
record JudgedEpoch(long number, QualityMeasured quality) {}
