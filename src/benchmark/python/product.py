"""Plain matrix products, as a contestant of benchmark.py: what this machine can do at most.

Run: python product.py float32|bfloat16 SIDE
"""

import sys
from collections.abc import Iterator

import torch

import turns


def multiply(dtype: torch.dtype, side: int) -> Iterator[int]:
    """Multiplies two matrices of `side`×`side` at each iteration."""
    a = torch.randn(side, side).to(dtype)
    b = torch.randn(side, side).to(dtype)
    product = torch.empty(side, side, dtype=dtype)
    while True:
        torch.mm(a, b, out=product)
        yield 1


if __name__ == "__main__":
    turns.serve(multiply({"float32": torch.float32, "bfloat16": torch.bfloat16}[sys.argv[1]], int(sys.argv[2])))
