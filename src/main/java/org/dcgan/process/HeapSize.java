package org.dcgan.process;

/** The memory that Java's objects may take in this process. With too little of it the engine ends the process without a word. */
public final class HeapSize {
    /** With this much, the application can say what its roles need. */
    public static final int FOR_A_PROCESS = 48;

    /** With this much, a judge reads MNIST's test images and looks at those of a generator. */
    public static final int FOR_JUDGING = 64;

    /** With this much, MNIST's training images are read. */
    public static final int FOR_TRAINING = 152;

    private static final int MEBIBYTE = 1 << 20;

    private HeapSize() {}

    /**
     * Checks the limit.
     *
     * @param needed MiB that are needed at least
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

    /** Some collectors keep a part of the heap back from what they report as its limit. */
    static void require(int needed, String by, long limit) {
        long mebibytes = Math.round((double) limit / MEBIBYTE);
        if (mebibytes < needed - needed / 16) {
            throw new StartRefusedException(
                    "%s needs at least %d MiB of heap, and the limit of this process is %d MiB: raise it (java -Xmx%dm, or in a container its memory)."
                            .formatted(by, needed, mebibytes, needed));
        }
    }
}
