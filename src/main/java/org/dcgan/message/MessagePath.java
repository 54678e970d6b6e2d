package org.dcgan.message;

/**
 * Where a message of {@code dcgan.jobs} has lain, first to last, each place as in {@code dcgan-jobs-0-17}: a message that was put
 * anew has several. No two messages have the same path.
 */
public final class MessagePath {
    private static final String STEP = ">";

    private MessagePath() {}

    /** The path of a message that lies at a further place. */
    public static String then(String path, String place) {
        return path + STEP + place;
    }

    /** Where it first lay. */
    public static String origin(String path) {
        return path.split(STEP, 2)[0];
    }

    /** Whether the message of one path is the message of another, put anew. */
    public static boolean isCopy(String path, String ofPath) {
        return path.startsWith(ofPath + STEP);
    }
}
