package org.dcgan.judge;

import java.util.Arrays;

/**
 * The output of a classifier for some images.
 *
 * @param count how many images, N
 * @param features N×F
 * @param logits N×K, one column per class
 */
record ClassifierOutput(int count, float[] features, float[] logits) {
    /** The output for the first images, at most so many. */
    ClassifierOutput limit(int most) {
        int left = Math.min(most, count);
        return new ClassifierOutput(
                left,
                Arrays.copyOf(features, features.length / count * left),
                Arrays.copyOf(logits, logits.length / count * left));
    }
}
