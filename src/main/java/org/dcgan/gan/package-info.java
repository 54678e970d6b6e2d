/**
 * The two networks, their weights, one adversarial step and the latent space, independent of jobs.
 *
 * <p>Start reading at {@code dcgan.torchscript} beside the compiled classes: it is the whole computation, in the notebook's
 * terms. {@link org.dcgan.gan.Dcgan} drives it for training, {@link org.dcgan.gan.Generator} for pictures.
 */
package org.dcgan.gan;
