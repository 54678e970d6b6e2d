"""Who competes in benchmark.py, and how."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import dataclass
from pathlib import Path

from contestant import Contestant

HERE = Path(__file__).parent
PRODUCT_SIDE = 1024
MEMORY_ITERATIONS = 1000

# glibc keeps freed memory for the next iteration, as the pipeline has it do (org.dcgan.gan.PyTorch)
KEEP_FREED_MEMORY = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": str(1 << 30),
    "MALLOC_TRIM_THRESHOLD_": str((1 << 31) - 1),
    "MALLOC_TOP_PAD_": str(64 << 20),
}


def flops_an_image() -> int:
    """The floating-point operations that an iteration needs for each image of its batch.

    A 4×4 convolution takes, at each pixel of its smaller side, 16 × (channels in) × (channels out) multiplications and
    as many additions. So does its gradient by the input, and so does that by the kernel. Nothing else is counted.

        D step: G forward; twice: D forward, D's gradients by kernels, by the inputs of all layers but the first
        G step: G forward, D forward, D's gradients by inputs; G's by kernels, by the inputs of all layers but the first
    """
    g = [16 * pixels * i * o for pixels, i, o in [(1, 100, 256), (4 * 4, 256, 128), (8 * 8, 128, 64), (16 * 16, 64, 1)]]
    d = [16 * pixels * i * o for pixels, i, o in [(16 * 16, 1, 64), (8 * 8, 64, 128), (4 * 4, 128, 256), (1, 256, 1)]]
    d_step = sum(g) + 2 * (sum(d) + sum(d) + sum(d[1:]))
    g_step = sum(g) + sum(d) + sum(d) + sum(g) + sum(g[1:])
    return 2 * (d_step + g_step)


@dataclass
class Contest:
    """The trainers, and the matrix products they are held against; those that come in both precisions by precision."""

    notebook: Contestant
    optimised: dict[str, Contestant]
    pipeline: dict[str, Contestant]
    products: dict[str, Contestant]

    @staticmethod
    def of(python: str, class_path: str, precisions: list[str]) -> Contest:
        """The notebook computes in float32, so that precision takes part in any case."""

        def script(name: str, *arguments: str) -> list[str]:
            return [python, str(HERE / name), *arguments]

        java = ["java", "-Dai.djl.offline=true", "-cp", class_path, "org.dcgan.benchmark.PipelineContestant"]
        image = flops_an_image()
        product = 2 * PRODUCT_SIDE**3
        return Contest(
            Contestant("Python, the notebook's loop", "float32", script("notebook.py"), image),
            {
                p: Contestant("Python, optimised", p, script("optimised.py", p), image, KEEP_FREED_MEMORY)
                for p in precisions
            },
            {p: Contestant("the pipeline", p, [*java, p], image) for p in precisions},
            {p: Contestant("products", p, script("product.py", p, str(PRODUCT_SIDE)), product) for p in precisions},
        )

    def trainers(self) -> list[Contestant]:
        return [self.notebook, *self.optimised.values(), *self.pipeline.values()]

    def everyone(self) -> list[Contestant]:
        return [*self.trainers(), *self.products.values()]

    def run(self, rounds: int, iterations: int, threads: int, memory: bool) -> None:
        """Warms up for a round, then lets all work by turns; with `memory` trainers go on to iteration 1,000."""
        with contextlib.ExitStack() as processes:
            for contestant in self.everyone():
                processes.enter_context(contestant.running(threads))
            for contestant in self.everyone():
                contestant.work(iterations)
            for number in range(1, rounds + 1):
                print(f"round {number} of {rounds}", file=sys.stderr)
                for contestant in self.everyone():
                    contestant.turns.append(contestant.work(iterations))
            for trainer in self.trainers() if memory else []:
                print(f"memory of {trainer.name}, {trainer.precision}", file=sys.stderr)
                while trainer.iterations < MEMORY_ITERATIONS:
                    trainer.work(min(100, MEMORY_ITERATIONS - trainer.iterations))
