package org.dcgan.message;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a checkpoint: its job and epoch.
 *
 * @param jobId the job
 * @param epoch from 0
 */
public record CheckpointName(String jobId, Integer epoch) {
    static final String PATTERN = "^([a-z0-9_-]{1,64})/(0|[1-9][0-9]{0,8})$";
    static final String ALLOWED = "JOB/EPOCH of a checkpoint, such as mnist-1/9";
    private static final Pattern TEXT = Pattern.compile(PATTERN);

    public CheckpointName {
        TrainingJob.requireName("jobId", jobId);
        if (epoch == null || epoch < 0) {
            throw new InvalidMessageException("epoch", epoch, "a whole number from 0");
        }
    }

    /** The name of a checkpoint that was saved. */
    public static CheckpointName of(CheckpointSaved saved) {
        return new CheckpointName(saved.jobId(), saved.epoch());
    }

    /**
     * Reads JOB/EPOCH.
     *
     * @param field that has the text
     * @throws InvalidMessageException if it is invalid
     */
    public static CheckpointName parse(String field, String text) {
        Matcher match = TEXT.matcher(text);
        if (!match.matches()) {
            throw new InvalidMessageException(field, text, ALLOWED);
        }
        return new CheckpointName(match.group(1), Integer.valueOf(match.group(2)));
    }

    /** As in the header {@code Checkpoint}. */
    @Override
    public String toString() {
        return jobId + "/" + epoch;
    }
}
