package org.dcgan.judge;

import org.dcgan.message.Scores;

/**
 * What is known of a judge; {@code judge.json} beside its weights.
 *
 * @param judge the SHA-256 of its weights, in hexadecimal
 * @param accuracy the share of test images that it takes for what they are labelled
 * @param floor how good it finds the first training images, which are as real as the test images: what a generator can reach
 */
public record JudgeCard(String judge, double accuracy, Scores floor) {}
