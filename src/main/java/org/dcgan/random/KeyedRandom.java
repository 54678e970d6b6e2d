package org.dcgan.random;

/**
 * Random numbers that depend only on their key: (seed, purpose, index).
 *
 * <p>Every shuffle, latent vector and initial weight of a run is drawn from a stream of its own, so a training step depends
 * on nothing but the checkpoint before it and its number. A run that was killed and resumed therefore gives the same bytes
 * as one that was not, on every Java version and device: only exactly rounded or strictly specified arithmetic is used.
 *
 * <p>The generator is SplitMix64 (Steele, Lea, Flood 2014); normal deviates come by Marsaglia's polar method.
 */
public final class KeyedRandom {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;
    private double spareGaussian = Double.NaN;

    /**
     * Opens the stream of a key.
     *
     * @param seed the job's or the request's seed
     * @param purpose what the numbers are for
     * @param index which stream of that purpose: a step, an epoch, a layer, an image
     */
    public KeyedRandom(long seed, Purpose purpose, long index) {
        state = mix(mix(mix(seed) + purpose.salt()) + index);
    }

    /** The next 64 random bits. */
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** A uniform whole number from 0 to {@code bound} − 1, without bias. */
    public int nextInt(int bound) {
        // Lemire 2019: the high half of a 32×32 product, rejecting the few values that would favour some results
        long product = (nextLong() >>> 32) * bound;
        int threshold = Integer.remainderUnsigned(-bound, bound);
        while (Integer.compareUnsigned((int) product, threshold) < 0) {
            product = (nextLong() >>> 32) * bound;
        }
        return (int) (product >>> 32);
    }

    /** A standard normal deviate. */
    public double nextGaussian() {
        if (!Double.isNaN(spareGaussian)) {
            double spare = spareGaussian;
            spareGaussian = Double.NaN;
            return spare;
        }
        double u;
        double v;
        double square;
        do {
            u = nextSigned();
            v = nextSigned();
            square = u * u + v * v;
        } while (square >= 1 || square == 0);
        double scale = Math.sqrt(-2 * StrictMath.log(square) / square);
        spareGaussian = v * scale;
        return u * scale;
    }

    /** {@code count} deviates of N({@code mean}, {@code deviation}²), in the order they are drawn. */
    public float[] gaussians(int count, double mean, double deviation) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (mean + deviation * nextGaussian());
        }
        return values;
    }

    /** The numbers 0 to {@code count} − 1 in random order (Fisher–Yates). */
    public int[] permutation(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** Uniform on [−1, 1), a multiple of 2⁻⁵². */
    private double nextSigned() {
        return (nextLong() >> 11) * 0x1p-52;
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
