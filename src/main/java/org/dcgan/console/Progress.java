package org.dcgan.console;

/**
 * How far a job has got, by its last recorded iteration.
 *
 * @param epoch the epoch it is in, from 0
 * @param epochs in all; absent if the job's message was invalid
 * @param step iterations done
 * @param steps iterations in all; 0 before a worker has started the job
 * @param saveStep the last save step; absent before the first
 * @param imagesPerSecond as last measured; absent unless in training
 * @param secondsLeft at that speed; absent unless in training
 * @param discriminatorLoss the last one; absent before the first
 * @param generatorLoss the last one; absent before the first
 * @param realScore mean D(x); absent before the first
 * @param fakeScore mean D(G(z)); absent before the first
 */
public record Progress(
        int epoch,
        Integer epochs,
        long step,
        long steps,
        Long saveStep,
        Double imagesPerSecond,
        Long secondsLeft,
        Float discriminatorLoss,
        Float generatorLoss,
        Float realScore,
        Float fakeScore) {}
