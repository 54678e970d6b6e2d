"""Trains the notebook's loop for parity.py: SEED EPOCHS LIMIT FOLDER. Writes the generator's weights after each epoch."""

import sys
from pathlib import Path

import torch
from safetensors.torch import save_file

from notebook import Generator, train

seed, epochs, limit = (int(argument) for argument in sys.argv[1:4])
folder = Path(sys.argv[4])
saved = 0


def save(generator: Generator) -> None:
    global saved
    save_file(generator.state_dict(), folder / f"epoch-{saved}.safetensors")
    saved += 1


torch.manual_seed(seed)
training = train(limit, save)
while saved < epochs:
    next(training)
