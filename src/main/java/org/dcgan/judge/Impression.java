package org.dcgan.judge;

/**
 * What a classifier sees in images.
 *
 * @param count how many images, N
 * @param features N×F
 * @param logits N×K, a column a class
 */
record Impression(int count, float[] features, float[] logits) {}
