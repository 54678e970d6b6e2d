package org.dcgan.gan;

import com.google.common.primitives.Floats;
import java.util.List;
import java.util.stream.IntStream;
import org.dcgan.random.KeyedRandom;
import org.dcgan.random.Purpose;

/**
 * The latent space of a generator, the input of its images.
 *
 * @param size how many numbers a latent has, L
 */
public record Latents(int size) {
    /** Latent {@code index} of a seed, L standard normal numbers. Independent of how many latents are requested. */
    public float[] of(long seed, long index) {
        return new KeyedRandom(seed, Purpose.SAMPLES, index).gaussians(size, 0, 1);
    }

    /** The first {@code count} latents of a seed, N×L. */
    public float[] first(int count, long seed) {
        return join(IntStream.range(0, count).mapToObj(index -> of(seed, index)).toList());
    }

    /** The interpolation from one latent to another, both ends included: N×L. */
    public float[] path(float[] from, float[] to, int count, Interpolation interpolation) {
        return join(IntStream.range(0, count)
                .mapToObj(step -> interpolation.between(from, to, count == 1 ? 0 : step / (count - 1.0)))
                .toList());
    }

    /**
     * Adds and subtracts means of latents, as in the DCGAN paper's arithmetic with faces: the mean averages out the noise of single
     * latents and keeps what their images have in common.
     *
     * @param plus groups of latents, whose means are added
     * @param minus groups of latents, whose means are subtracted
     */
    public float[] arithmetic(List<List<float[]>> plus, List<List<float[]>> minus) {
        float[] sum = new float[size];
        plus.forEach(group -> addMean(group, 1, sum));
        minus.forEach(group -> addMean(group, -1, sum));
        return sum;
    }

    private void addMean(List<float[]> group, int sign, float[] sum) {
        for (int i = 0; i < size; i++) {
            float total = 0;
            for (float[] latent : group) {
                total += latent[i];
            }
            sum[i] += sign * total / group.size();
        }
    }

    /** Latents one after the other, N×L. */
    public static float[] join(List<float[]> latents) {
        return Floats.concat(latents.toArray(float[][]::new));
    }

    /** How to interpolate between two latents. */
    public enum Interpolation {
        /** Along the great circle: keeps the length that latents have in a hundred dimensions, so all images are crisp. */
        SPHERICAL {
            @Override
            float[] between(float[] from, float[] to, double part) {
                // slerp (Shoemake 1985): (sin((1 − t)ω)·from + sin(tω)·to) / sin ω, with ω the angle between them
                double cosine = dot(from, to) / Math.sqrt(dot(from, from) * dot(to, to));
                double angle = StrictMath.acos(Math.max(-1, Math.min(1, cosine)));
                double sine = StrictMath.sin(angle);
                if (!(sine > SMALLEST_SINE)) {
                    return LINEAR.between(from, to, part);
                }
                return sum(from, StrictMath.sin((1 - part) * angle) / sine, to, StrictMath.sin(part * angle) / sine);
            }
        },
        /** Along the straight line, as the DCGAN paper has it: (1 − t)·from + t·to. */
        LINEAR {
            @Override
            float[] between(float[] from, float[] to, double part) {
                return sum(from, 1 - part, to, part);
            }
        };

        /** Below this sine, circle and line are numerically equal, or the circle is undefined. */
        private static final double SMALLEST_SINE = 1e-6;

        /** The latent {@code part} of the way, 0 to 1. */
        abstract float[] between(float[] from, float[] to, double part);

        private static double dot(float[] a, float[] b) {
            double sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum += (double) a[i] * b[i];
            }
            return sum;
        }

        private static float[] sum(float[] a, double ofA, float[] b, double ofB) {
            float[] sum = new float[a.length];
            for (int i = 0; i < sum.length; i++) {
                sum[i] = (float) (ofA * a[i] + ofB * b[i]);
            }
            return sum;
        }
    }
}
