/**
 * Loads the served generator and answers requests for images over HTTP.
 *
 * <p>Start reading at {@link org.dcgan.sampler.SamplesResource}: {@link org.dcgan.sampler.ConditionalResponses} borrows a
 * {@link org.dcgan.sampler.LoadedCheckpoint} from {@link org.dcgan.sampler.ServedCheckpoint}, and
 * {@link org.dcgan.sampler.ImageQueue} sends the latents of several requests through it at once.
 * {@link org.dcgan.sampler.CheckpointFollower} replaces the served checkpoint whenever a newer one is complete.
 */
package org.dcgan.sampler;
