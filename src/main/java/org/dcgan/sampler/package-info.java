/**
 * Holds the served generator and answers images over HTTP.
 *
 * <p>Start reading at {@link org.dcgan.sampler.SamplesResource}: {@link org.dcgan.sampler.ConditionalResponses} borrows a
 * {@link org.dcgan.sampler.LoadedCheckpoint} from {@link org.dcgan.sampler.ServedCheckpoint}, and
 * {@link org.dcgan.sampler.ImageQueue} sends the latents of several requests through it at once.
 * {@link org.dcgan.sampler.CheckpointFollower} exchanges the served one whenever a newer checkpoint is complete.
 */
package org.dcgan.sampler;
