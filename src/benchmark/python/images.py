"""The notebook's generator behind the Python servers of serving.py: seeds in, PNG out."""

import io

import torch
from PIL import Image
from safetensors.torch import load_file

from notebook import LATENT_SIZE, Generator

SIDE = 28
PADDING = 2
COLUMNS = 8


def load(weights: str) -> Generator:
    generator = Generator()
    generator.load_state_dict(load_file(weights))
    return generator.eval()


def latents(seed: int, count: int) -> torch.Tensor:
    return torch.randn(count, LATENT_SIZE, generator=torch.Generator().manual_seed(seed))


def png(images: torch.Tensor) -> bytes:
    """N×1×28×28 in [−1, 1] as a grid of eight columns like torchvision's; an image alone has no border."""
    grey = images[:, 0].add(1).mul(127.5).round().to(torch.uint8)
    if len(grey) > 1:
        cell = SIDE + PADDING
        columns = min(COLUMNS, len(grey))
        rows = -(-len(grey) // columns)
        grid = torch.zeros(rows * cell + PADDING, columns * cell + PADDING, dtype=torch.uint8)
        for i, image in enumerate(grey):
            top, left = i // columns * cell + PADDING, i % columns * cell + PADDING
            grid[top : top + SIDE, left : left + SIDE] = image
    else:
        grid = grey[0]
    file = io.BytesIO()
    Image.fromarray(grid.numpy(), "L").save(file, "PNG")
    return file.getvalue()
