/**
 * Takes a job, runs the loop, tells what it makes.
 *
 * <p>Start reading at {@link org.dcgan.trainer.Worker}: a {@link org.dcgan.trainer.JobQueue} hands it a delivery,
 * {@link org.dcgan.trainer.JobParser} makes a job of it, {@link org.dcgan.trainer.Claims} sees to it that no other message runs it,
 * {@link org.dcgan.trainer.Attempts} makes an attempt at it, {@link org.dcgan.trainer.TrainingRun} trains, and
 * {@link org.dcgan.trainer.RunRecorder} stores and publishes what comes of it.
 */
package org.dcgan.trainer;
