package org.dcgan.judge;

import java.util.Arrays;

/**
 * What a classifier sees in images.
 *
 * @param count how many images, N
 * @param features N×F
 * @param logits N×K, a column a class
 */
record ClassifierOutput(int count, float[] features, float[] logits) {
    /** What it sees in the first images, at most so many. */
    ClassifierOutput limit(int most) {
        int left = Math.min(most, count);
        return new ClassifierOutput(
                left,
                Arrays.copyOf(features, features.length / count * left),
                Arrays.copyOf(logits, logits.length / count * left));
    }
}
