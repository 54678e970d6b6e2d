package org.dcgan.judge;

/**
 * What a classifier sees in N images.
 *
 * @param features N×64
 * @param logits N×K, a column a class
 */
record Impression(float[] features, float[] logits) {}
