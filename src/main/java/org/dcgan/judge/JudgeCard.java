package org.dcgan.judge;

import org.dcgan.message.Field;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.Scores;

/**
 * What is known of a judge; {@code judge.json} beside its weights.
 *
 * @param judge the SHA-256 of its weights, in hexadecimal
 * @param accuracy the share of test images that it takes for what they are labelled
 * @param floor how good it finds the first training images, which are as real as the test images: what a generator can reach
 * @param task null if it tells classes apart; {@code rotations} if the data set has none, and it tells how images are turned
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

    /** The card of a judge that tells classes apart. */
    public JudgeCard(String judge, double accuracy, Scores floor) {
        this(judge, accuracy, floor, null);
    }

    boolean tellsClasses() {
        return task == null;
    }
}
