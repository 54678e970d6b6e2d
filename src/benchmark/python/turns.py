"""How a contestant of the benchmark is driven: over its standard input and output."""

import sys
import time
from collections.abc import Iterator


def serve(iterations: Iterator[int]) -> None:
    """Makes one iteration and says `ready`, then answers each line, a number of iterations, with units and seconds.

    `iterations` makes an iteration at each `next` and gives its units of work: images trained on, or products made.
    """
    next(iterations)
    print("ready", flush=True)
    for command in sys.stdin:
        start = time.perf_counter()
        units = sum(next(iterations) for _ in range(int(command)))
        print(units, time.perf_counter() - start, flush=True)
