package org.dcgan.gan;

import java.util.Map;

/** The notebook's discriminator in evaluation mode as loops over double numbers. */
final class PlainDiscriminator {
    private PlainDiscriminator() {}

    static double opinion(Map<String, Tensor> stateDict, float[] image) {
        double[] x = new double[image.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = image[i];
        }
        x = leaky(convolve(x, 28, stateDict.get("main.0.weight"), 2, 3));
        x = leaky(normalise(convolve(x, 16, stateDict.get("main.2.weight"), 2, 1), stateDict, "main.3."));
        x = leaky(normalise(convolve(x, 8, stateDict.get("main.5.weight"), 2, 1), stateDict, "main.6."));
        return 1 / (1 + Math.exp(-convolve(x, 4, stateDict.get("main.8.weight"), 1, 0)[0]));
    }

    private static double[] convolve(double[] x, int side, Tensor kernel, int stride, int padding) {
        int out = (int) kernel.shape()[0];
        int in = (int) kernel.shape()[1];
        float[] w = kernel.floats();
        int outSide = (side + 2 * padding - 4) / stride + 1;
        double[] y = new double[out * outSide * outSide];
        for (int i = 0; i < y.length; i++) {
            int o = i / (outSide * outSide);
            int top = i / outSide % outSide * stride - padding;
            int left = i % outSide * stride - padding;
            for (int k = 0; k < in * 16; k++) {
                int row = top + k / 4 % 4;
                int column = left + k % 4;
                if (row >= 0 && row < side && column >= 0 && column < side) {
                    y[i] += w[o * in * 16 + k] * x[(k / 16 * side + row) * side + column];
                }
            }
        }
        return y;
    }

    private static double[] normalise(double[] x, Map<String, Tensor> stateDict, String norm) {
        float[] weight = stateDict.get(norm + "weight").floats();
        float[] bias = stateDict.get(norm + "bias").floats();
        float[] mean = stateDict.get(norm + "running_mean").floats();
        float[] variance = stateDict.get(norm + "running_var").floats();
        int pixels = x.length / weight.length;
        for (int i = 0; i < x.length; i++) {
            int c = i / pixels;
            x[i] = (x[i] - mean[c]) / Math.sqrt(variance[c] + 1e-5) * weight[c] + bias[c];
        }
        return x;
    }

    private static double[] leaky(double[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] = x[i] < 0 ? 0.2 * x[i] : x[i];
        }
        return x;
    }
}
