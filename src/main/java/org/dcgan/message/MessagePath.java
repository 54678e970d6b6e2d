package org.dcgan.message;

/**
 * The positions of a message of {@code dcgan.jobs}, first to last, each as in {@code dcgan-jobs-0-17}: a message that was published
 * again has several. Each path is unique.
 */
public final class MessagePath {
    private static final String STEP = ">";

    private MessagePath() {}

    /** The path extended by a new position. */
    public static String then(String path, String place) {
        return path + STEP + place;
    }

    /** The path without the last position. */
    public static String before(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf(STEP)));
    }

    /** The first position. */
    public static String origin(String path) {
        return path.split(STEP, 2)[0];
    }

    /** Whether the message of one path is a later copy of the message of another. */
    public static boolean isCopy(String path, String ofPath) {
        return path.startsWith(ofPath + STEP);
    }
}
