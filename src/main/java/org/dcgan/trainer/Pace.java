package org.dcgan.trainer;

/** Measures the training speed. */
final class Pace {
    private long since = System.nanoTime();
    private long images;

    void add(int count) {
        images += count;
    }

    /** Real images per second since the last call. */
    double imagesPerSecond() {
        long now = System.nanoTime();
        double rate = images / ((now - since) / 1e9);
        since = now;
        images = 0;
        return rate;
    }
}
