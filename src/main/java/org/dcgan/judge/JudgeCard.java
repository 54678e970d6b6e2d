package org.dcgan.judge;

import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.Scores;

/**
 * What is known of a judge; {@code judge.json} beside its weights.
 *
 * @param judge the SHA-256 of its weights, in hexadecimal
 * @param accuracy the share of test images that it takes for what they are labelled
 * @param floor how good it finds the first training images, which are as real as the test images: what a generator can reach
 */
public record JudgeCard(String judge, double accuracy, Scores floor) {
    public JudgeCard {
        if (judge == null) {
            throw new InvalidMessageException("judge", null, "the SHA-256 of a judge's weights");
        }
        if (floor == null) {
            throw new InvalidMessageException("floor", null, "the scores of training images");
        }
    }
}
