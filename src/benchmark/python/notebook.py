"""The notebook's training loop in its own words, as a contestant of benchmark.py."""

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset

import turns

MNIST_FOLDER = Path(__file__).parents[2] / "main/resources/datasets/mnist"
LATENT_SIZE = 100
BATCH_SIZE = 64
REAL_LABEL = 1.0
FAKE_LABEL = 1.0 - REAL_LABEL


class Mnist(Dataset):
    """MNIST's training images with labels, each image transformed when it is asked for, as torchvision's data set does.

    torchvision also makes a PIL image of the bytes first. That is left out: it would only slow the notebook down.
    """

    def __init__(self, limit: int) -> None:
        self.images = self.read("train-images-idx3-ubyte.gz", header=16).reshape(-1, 28, 28)[:limit]
        self.labels = self.read("train-labels-idx1-ubyte.gz", header=8)

    @staticmethod
    def read(name: str, header: int) -> np.ndarray:
        with gzip.open(MNIST_FOLDER / name) as file:
            return np.frombuffer(file.read(), dtype=np.uint8, offset=header)

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, int]:
        image = torch.from_numpy(self.images[index].copy()).view(1, 28, 28).to(torch.float32).div(255)  # ToTensor
        return 2 * image - 1, int(self.labels[index])


class Generator(nn.Module):
    """Latents N×100 → images N×1×28×28."""

    def __init__(self) -> None:
        super().__init__()
        self.upsample = nn.Sequential(
            nn.ConvTranspose2d(LATENT_SIZE, 256, 4, 1, 0, bias=False),  # 100×1×1 → 256×4×4
            nn.BatchNorm2d(256),
            nn.ReLU(True),
            nn.ConvTranspose2d(256, 128, 4, 2, 1, bias=False),  # 256×4×4 → 128×8×8
            nn.BatchNorm2d(128),
            nn.ReLU(True),
            nn.ConvTranspose2d(128, 64, 4, 2, 1, bias=False),  # 128×8×8 → 64×16×16
            nn.BatchNorm2d(64),
            nn.ReLU(True),
            nn.ConvTranspose2d(64, 1, 4, 2, 3, bias=False),  # 64×16×16 → 1×28×28
            nn.Tanh(),
        )

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        return self.upsample(z.view(-1, LATENT_SIZE, 1, 1))


class Discriminator(nn.Module):
    """Images N×1×28×28 → the probability that each is real, N."""

    def __init__(self) -> None:
        super().__init__()
        self.main = nn.Sequential(
            nn.Conv2d(1, 64, 4, 2, 3, bias=False),  # 1×28×28 → 64×16×16
            nn.LeakyReLU(0.2, True),
            nn.Conv2d(64, 128, 4, 2, 1, bias=False),  # 64×16×16 → 128×8×8
            nn.BatchNorm2d(128),
            nn.LeakyReLU(0.2, True),
            nn.Conv2d(128, 256, 4, 2, 1, bias=False),  # 128×8×8 → 256×4×4
            nn.BatchNorm2d(256),
            nn.LeakyReLU(0.2, True),
            nn.Conv2d(256, 1, 4, 1, 0, bias=False),  # 256×4×4 → 1
            nn.Sigmoid(),
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.main(x.view(-1, 1, 28, 28)).view(-1)


def weights_init(module: nn.Module) -> None:
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(module.weight, 0.0, 0.02)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1.0, 0.01)
        nn.init.constant_(module.bias, 0)


def train(limit: int = 60_000, epoch_ended: Callable[[Generator], None] = lambda generator: None) -> Iterator[int]:
    """Trains on the first images without end; gives the size of each batch after its iteration."""
    loader = DataLoader(Mnist(limit), batch_size=BATCH_SIZE, shuffle=True)
    generator = Generator().apply(weights_init)
    discriminator = Discriminator().apply(weights_init)
    criterion = nn.BCELoss()
    discriminator_optimizer = torch.optim.Adam(discriminator.parameters(), lr=2e-4, betas=(0.5, 0.999))
    generator_optimizer = torch.optim.Adam(generator.parameters(), lr=2e-4, betas=(0.5, 0.999))
    discriminator_losses, generator_losses = [], []

    while True:
        for i, (x, _) in enumerate(loader):
            n = x.size(0)
            real = torch.full((n,), REAL_LABEL)
            fake = torch.full((n,), FAKE_LABEL)

            # Discriminator: BCE(D(x), real) + BCE(D(G(z)), fake)
            fakes = generator(torch.randn(n, LATENT_SIZE, 1, 1))
            discriminator_loss = criterion(discriminator(x), real) + criterion(discriminator(fakes.detach()), fake)
            discriminator.zero_grad()
            discriminator_loss.backward()
            discriminator_optimizer.step()

            # Generator: BCE(D(G(z)), real), z fresh
            generator_loss = criterion(discriminator(generator(torch.randn(n, LATENT_SIZE, 1, 1))), real)
            generator.zero_grad()
            generator_loss.backward()
            generator_optimizer.step()

            if i % 25 == 0:
                discriminator_losses.append(discriminator_loss.item())
                generator_losses.append(generator_loss.item())
            yield n
        epoch_ended(generator)


if __name__ == "__main__":
    turns.serve(train())
