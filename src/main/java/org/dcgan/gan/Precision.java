package org.dcgan.gan;

/** The precision of activations and products; weights, statistics and optimiser are always in single precision. */
public enum Precision {
    /** IEEE 754 single precision: the notebook's. */
    FLOAT32,
    /** The upper half of it, 8 bits of significand: faster where the processor multiplies it. */
    BFLOAT16
}
