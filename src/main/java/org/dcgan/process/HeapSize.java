package org.dcgan.process;

/** Checks the heap limit of this process. With too small a heap the engine kills the process without a message. */
public final class HeapSize {
    /** Enough for the application to start and report what its roles need. */
    public static final int FOR_A_PROCESS = 48;

    /** Enough for a judge to read MNIST's test images and judge a generator. */
    public static final int FOR_JUDGING = 64;

    /** Enough to read MNIST's training images. */
    public static final int FOR_TRAINING = 152;

    private static final int MEBIBYTE = 1 << 20;

    private HeapSize() {}

    /**
     * Checks the limit.
     *
     * @param needed the least MiB needed
     * @param by what needs them, such as "The program"
     * @throws StartRefusedException if the limit is lower
     */
    public static void require(int needed, String by) {
        require(needed, by, Runtime.getRuntime().maxMemory());
    }

    /** The limit in MiB. */
    public static long mebibytes() {
        return Runtime.getRuntime().maxMemory() / MEBIBYTE;
    }

    /** Some garbage collectors report less than the configured limit. */
    static void require(int needed, String by, long limit) {
        long mebibytes = Math.round((double) limit / MEBIBYTE);
        if (mebibytes < needed - needed / 16) {
            throw new StartRefusedException(
                    "%s needs at least %d MiB of heap, and the limit of this process is %d MiB: raise it (java -Xmx%dm, or in a container its memory)."
                            .formatted(by, needed, mebibytes, needed));
        }
    }
}
