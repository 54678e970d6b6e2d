package org.dcgan.gan;

/** What activations and products are computed in; weights, statistics and optimiser are kept in single precision always. */
public enum Precision {
    /** IEEE 754 single precision: the notebook's. */
    FLOAT32,
    /** The upper half of it, 8 bits of significand: faster where the processor multiplies it. */
    BFLOAT16
}
