"""The notebook's loop made fast in Python, its backward pass left to autograd, as a contestant of benchmark.py.

Fakes without a graph, a frozen discriminator in the generator's step, fused Adam, channels_last, preloaded images.

Run: python optimised.py float32|bfloat16
"""

import sys
from collections.abc import Iterator

import torch
from torch import nn

import turns
from notebook import BATCH_SIZE, FAKE_LABEL, LATENT_SIZE, REAL_LABEL, Discriminator, Generator, Mnist, weights_init


def train(low: bool) -> Iterator[int]:
    """Trains without end, if `low` with bfloat16 products; gives the size of each batch after its iteration."""
    images = torch.from_numpy(Mnist(limit=60_000).images.copy())  # bytes, preloaded; scaled a batch at a time
    generator = Generator().apply(weights_init).to(memory_format=torch.channels_last)
    discriminator = Discriminator().apply(weights_init).to(memory_format=torch.channels_last)
    criterion = nn.BCELoss()
    discriminator_optimizer = torch.optim.Adam(discriminator.parameters(), lr=2e-4, betas=(0.5, 0.999), fused=True)
    generator_optimizer = torch.optim.Adam(generator.parameters(), lr=2e-4, betas=(0.5, 0.999), fused=True)
    autocast = torch.autocast("cpu", dtype=torch.bfloat16, enabled=low)

    while True:
        for batch in torch.randperm(len(images)).split(BATCH_SIZE):
            n = len(batch)
            x = 2 * (images[batch] / 255) - 1
            real = torch.full((n,), REAL_LABEL)
            fake = torch.full((n,), FAKE_LABEL)

            # The discriminator's fakes are constants: no graph of the generator
            with autocast:
                with torch.no_grad():
                    fakes = generator(torch.randn(n, LATENT_SIZE))
                real_scores = discriminator(x)
                fake_scores = discriminator(fakes)
            discriminator_loss = criterion(real_scores.float(), real) + criterion(fake_scores.float(), fake)
            discriminator_optimizer.zero_grad()
            discriminator_loss.backward()
            discriminator_optimizer.step()

            # The discriminator's weights are constants: no gradients by them
            discriminator.requires_grad_(False)
            with autocast:
                scores = discriminator(generator(torch.randn(n, LATENT_SIZE)))
            generator_loss = criterion(scores.float(), real)
            generator_optimizer.zero_grad()
            generator_loss.backward()
            generator_optimizer.step()
            discriminator.requires_grad_(True)
            yield n


if __name__ == "__main__":
    turns.serve(train(low=sys.argv[1] == "bfloat16"))
