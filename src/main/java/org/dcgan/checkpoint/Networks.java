package org.dcgan.checkpoint;

import java.util.Map;
import org.dcgan.gan.Tensor;

/**
 * The verified networks of a checkpoint.
 *
 * @param generator its PyTorch state dict
 * @param discriminator its PyTorch state dict; empty if a generator was imported alone
 * @param averaged the averaged generator's PyTorch state dict; empty if the job keeps none
 */
public record Networks(
        Map<String, Tensor> generator, Map<String, Tensor> discriminator, Map<String, Tensor> averaged) {}
