package org.dcgan.judge;

import org.dcgan.message.Field;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.Scores;

/**
 * The known results of a judge; stored as {@code judge.json} beside its weights.
 *
 * @param judge the SHA-256 of its weights, in hexadecimal
 * @param accuracy the share of test images that it classifies correctly
 * @param floor scores of the first training images, which are as real as the test images: the best that a generator can reach
 * @param task null if it classifies the data set's classes; {@code rotations} if there are none and it classifies the rotation of
 *     images
 */
public record JudgeCard(String judge, double accuracy, Scores floor, String task) {
    static final String ROTATIONS = "rotations";

    public JudgeCard {
        Field.requirePresent("judge", judge, "the SHA-256 of a judge's weights");
        Field.requireAmount("accuracy", accuracy);
        Field.requirePresent("floor", floor, "the scores of training images");
        if (task != null && !task.equals(ROTATIONS)) {
            throw new InvalidMessageException("task", task, ROTATIONS + " or absent");
        }
    }

    /** The card of a judge of classes. */
    public JudgeCard(String judge, double accuracy, Scores floor) {
        this(judge, accuracy, floor, null);
    }

    boolean tellsClasses() {
        return task == null;
    }
}
