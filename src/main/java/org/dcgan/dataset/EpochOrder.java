package org.dcgan.dataset;

import java.util.Arrays;
import java.util.Objects;
import org.dcgan.random.KeyedRandom;
import org.dcgan.random.Purpose;

/**
 * The order in which an epoch visits the images, cut into batches. It depends only on seed and epoch, so a resumed run may begin at
 * any batch. A short last batch is kept: 60,000 images at 64 are 938 batches, the last of 32.
 */
public final class EpochOrder {
    private final int[] order;
    private final int batchSize;

    /**
     * Shuffles the images for an epoch.
     *
     * @param images how many there are
     * @param batchSize images per batch
     * @param seed the job's seed
     * @param epoch counted from 0
     */
    public EpochOrder(int images, int batchSize, long seed, int epoch) {
        if (images < 1) {
            throw new IllegalArgumentException("images must be at least 1, was " + images);
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch size must be at least 1, was " + batchSize);
        }
        this.order = new KeyedRandom(seed, Purpose.SHUFFLE, epoch).permutation(images);
        this.batchSize = batchSize;
    }

    /** The number of batches. */
    public int batches() {
        return (order.length - 1) / batchSize + 1;
    }

    /** The indices of the images in a batch, counted from 0. */
    public int[] batch(int index) {
        int from = Objects.checkIndex(index, batches()) * batchSize;
        return Arrays.copyOfRange(order, from, Math.min(order.length, from + batchSize));
    }
}
