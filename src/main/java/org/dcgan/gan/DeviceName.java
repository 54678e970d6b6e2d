package org.dcgan.gan;

/**
 * The configured device: {@code cpu}, {@code cuda:N}, or {@code auto} (the first GPU if the engine finds one, else the CPU).
 */
public record DeviceName(String text) {
    /** The CPU, even if there is a GPU. */
    public static final DeviceName CPU = new DeviceName("cpu");

    private static final String GPU = "cuda:";

    /** @throws IllegalArgumentException if the text names no device */
    public DeviceName {
        if (!text.matches("auto|cpu|" + GPU + "\\d{1,3}")) {
            throw new IllegalArgumentException("a device is auto, cpu or cuda:N, was " + text);
        }
    }

    boolean isAuto() {
        return text.equals("auto");
    }

    boolean isGpu() {
        return text.startsWith(GPU);
    }

    /** The number of a GPU. */
    int gpu() {
        return Integer.parseInt(text.substring(GPU.length()));
    }
}
