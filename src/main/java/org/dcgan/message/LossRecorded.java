package org.dcgan.message;

import java.time.Instant;

/**
 * Both losses of one recorded iteration; topic {@code dcgan.losses}. (jobId, step) tells one point from another.
 *
 * @param jobId the job
 * @param attempt how often a worker had taken it up
 * @param epoch from 0
 * @param iteration of the epoch, from 0
 * @param step iterations before this one, over all epochs
 * @param saveStep number of the point, and of the grids {@code real_step_N.png} and {@code fake_step_N.png}, from 0
 * @param discriminatorLoss BCE(D(x), real) + BCE(D(G(z)), fake)
 * @param generatorLoss BCE(D(G(z)), real)
 * @param realScore mean D(x) of the discriminator's step
 * @param fakeScore mean D(G(z)) of the discriminator's step
 * @param imagesPerSecond real images trained on a second since the point before
 * @param at when the iteration ended
 */
public record LossRecorded(
        String jobId,
        int attempt,
        int epoch,
        int iteration,
        long step,
        long saveStep,
        float discriminatorLoss,
        float generatorLoss,
        float realScore,
        float fakeScore,
        double imagesPerSecond,
        Instant at) {
    public LossRecorded {
        TrainingJob.requireName("jobId", jobId);
        Field.requireCount("attempt", attempt);
        Field.requireCount("epoch", epoch);
        Field.requireCount("iteration", iteration);
        Field.requireCount("step", step);
        Field.requireCount("saveStep", saveStep);
        Field.requireAmount("discriminatorLoss", discriminatorLoss);
        Field.requireAmount("generatorLoss", generatorLoss);
        Field.requireAmount("realScore", realScore);
        Field.requireAmount("fakeScore", fakeScore);
        Field.requireAmount("imagesPerSecond", imagesPerSecond);
        Field.requirePresent("at", at, "a time in ISO 8601");
    }
}
