/**
 * Takes jobs from the queue, trains, and stores and publishes the results.
 *
 * <p>Start reading at {@link org.dcgan.trainer.Worker}: a {@link org.dcgan.trainer.JobQueue} hands it a message,
 * {@link org.dcgan.trainer.JobParser} reads the job in it, {@link org.dcgan.trainer.Delivery} decides what to do next,
 * {@link org.dcgan.trainer.TrainingRun} trains, and {@link org.dcgan.trainer.RunRecorder} stores and publishes the run's results.
 * {@link org.dcgan.trainer.AttemptFiles} keeps the evidence of crashes.
 */
package org.dcgan.trainer;
