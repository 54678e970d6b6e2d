package org.dcgan.gan;

import java.util.Map;
import java.util.stream.Stream;

/**
 * Everything that a training step depends on besides its batch and latents.
 *
 * @param generator its PyTorch state dict
 * @param discriminator its PyTorch state dict
 * @param optimizers both Adams: {@code NETWORK.exp_avg.WEIGHT} and {@code NETWORK.exp_avg_sq.WEIGHT} of each weight in its
 *     shape, and {@code NETWORK.step}, the updates made
 * @param averaged the averaged generator's state dict; empty if none is kept, and before the first step
 */
public record GanState(
        Map<String, Tensor> generator,
        Map<String, Tensor> discriminator,
        Map<String, Tensor> optimizers,
        Map<String, Tensor> averaged) {
    /** The memory it takes. */
    public long bytes() {
        return tensors().mapToLong(tensor -> tensor.data().capacity()).sum();
    }

    /** Whether every weight, statistic and moment is finite. */
    public boolean isFinite() {
        return tensors().allMatch(Tensor::isFinite);
    }

    private Stream<Tensor> tensors() {
        return Stream.of(generator, discriminator, optimizers, averaged).flatMap(tensors -> tensors.values().stream());
    }
}
