package org.dcgan.random;

/** What random numbers are drawn for. Two purposes never share a stream; the salts are part of every run's identity. */
public enum Purpose {
    /** Initial weights of the generator; the index is the tensor's place in its state dict. */
    GENERATOR_WEIGHTS(1),
    /** Initial weights of the discriminator; the index is the tensor's place in its state dict. */
    DISCRIMINATOR_WEIGHTS(2),
    /** The order of the images; the index is the epoch. */
    SHUFFLE(3),
    /** Latents of a discriminator step's fakes; the index is the step. */
    DISCRIMINATOR_LATENTS(4),
    /** Latents of a generator step; the index is the step. */
    GENERATOR_LATENTS(5),
    /** Latents of images asked for by seed; the index is the image, so it does not depend on how many are asked for. */
    SAMPLES(6),
    /** Initial weights of a judge's classifier; the index is the tensor's place in its state dict. */
    JUDGE_WEIGHTS(7),
    /** Shifts of the training images of a judge's classifier; the index is the step. */
    JUDGE_SHIFTS(8),
    /** Latents of the images that a generator is judged by; the index is the image. */
    JUDGE_LATENTS(9);

    private final int salt;

    Purpose(int salt) {
        this.salt = salt;
    }

    int salt() {
        return salt;
    }
}
