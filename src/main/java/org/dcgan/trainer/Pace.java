package org.dcgan.trainer;

/** How fast images are trained on. */
final class Pace {
    private long since = System.nanoTime();
    private long images;

    void add(int count) {
        images += count;
    }

    /** Since this was last asked. */
    double imagesPerSecond() {
        long now = System.nanoTime();
        double rate = images / ((now - since) / 1e9);
        since = now;
        images = 0;
        return rate;
    }
}
