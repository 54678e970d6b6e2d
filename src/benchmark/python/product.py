"""Plain matrix products, as a contestant of benchmark.py: what this machine can do at most.

Run: python product.py float32|bfloat16 SIDE
"""

import sys
from collections.abc import Iterator

import torch

import turns

PRODUCTS = 12
"""An iteration's; of 1024×1024 they are about as many operations as a training iteration on 64 images needs."""


def multiply(dtype: torch.dtype, side: int) -> Iterator[int]:
    """Multiplies two matrices of `side`×`side` again and again; gives the products of each iteration."""
    a = torch.randn(side, side).to(dtype)
    b = torch.randn(side, side).to(dtype)
    product = torch.empty(side, side, dtype=dtype)
    while True:
        for _ in range(PRODUCTS):
            torch.mm(a, b, out=product)
        yield PRODUCTS


if __name__ == "__main__":
    turns.serve(multiply({"float32": torch.float32, "bfloat16": torch.bfloat16}[sys.argv[1]], int(sys.argv[2])))
