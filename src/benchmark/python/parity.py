"""Holds the pipeline's digits against the notebook's.

Both train on the same images from several seeds, and one judge scores the generator of each epoch. Nothing is shared but
the images: weights, order and latents are drawn by each in its own way. Run, from the project's folder, after `mvn package`:

    python3 src/benchmark/python/parity.py [--seeds 3] [--epochs 3] [--limit 20000]

The table goes to standard output and, with every generator's scores, to target/parity. What lies there already is not
made again, so a run that was interrupted goes on with the next generator. The Python side runs in a virtual environment,
as benchmark.py's does.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from benchmark import HERE, virtual_environment

TARGET = HERE.parents[2] / "target/parity"
PROGRAM = HERE.parents[2] / "target/quarkus-app/quarkus-run.jar"
MEASURES = ["frechetDistance", "kernelDistance", "inceptionScore", "density", "coverage"]


def main() -> None:
    chosen = options()
    TARGET.mkdir(parents=True, exist_ok=True)
    python = os.environ.get("PYTHON") or virtual_environment("parity-requirements.txt")
    seeds = range(1, chosen.seeds + 1)
    generators = {
        "notebook": [train_notebook(python, seed, chosen) for seed in seeds],
        "pipeline": [train_pipeline(seed, chosen) for seed in seeds],
    }
    scores = {name: [judged(runs) for runs in zip(*of_seeds)] for name, of_seeds in generators.items()}
    (TARGET / "parity.json").write_text(json.dumps(scores, indent=2))
    print(table(scores))


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Holds the pipeline's digits against the notebook's.")
    parser.add_argument("--seeds", type=int, default=3, help="[%(default)s]")
    parser.add_argument("--epochs", type=int, default=3, help="[%(default)s]")
    parser.add_argument("--limit", type=int, default=60_000, help="train on the first images only [%(default)s]")
    chosen = parser.parse_args()
    if chosen.seeds < 2:
        parser.error(f"seeds must be at least 2, was {chosen.seeds}: one has no spread")
    return chosen


def name_of(seed: int, chosen: argparse.Namespace) -> str:
    return f"{chosen.limit}-images-{chosen.epochs}-epochs-seed-{seed}"


def train_notebook(python: str, seed: int, chosen: argparse.Namespace) -> list[Path]:
    """The generator's weights after each epoch of the notebook's loop."""
    folder = TARGET / "notebook" / name_of(seed, chosen)
    generators = [folder / f"epoch-{epoch}.safetensors" for epoch in range(chosen.epochs)]
    if not generators[-1].exists():
        folder.mkdir(parents=True, exist_ok=True)
        print(f"notebook, seed {seed}", file=sys.stderr)
        arguments = [str(number) for number in (seed, chosen.epochs, chosen.limit)]
        subprocess.run([python, str(HERE / "parity_notebook.py"), *arguments, str(folder)], check=True)
    return generators


def train_pipeline(seed: int, chosen: argparse.Namespace) -> list[Path]:
    """The same of a job of the pipeline, from its embedded store."""
    job = name_of(seed, chosen)
    folder = TARGET / "data/s3/dcgan/jobs" / job / "checkpoints"
    generators = [folder / f"epoch-{epoch}" / "generator.safetensors" for epoch in range(chosen.epochs)]
    if not generators[-1].exists():
        print(f"pipeline, seed {seed}", file=sys.stderr)
        free_ports = ["-Dquarkus.http.port=0", "-Ddcgan.embedded.kafka.port=0", "-Ddcgan.embedded.s3.port=0"]
        settings = [f"-Ddcgan.data-dir={TARGET / 'data'}", "-Ddcgan.roles=trainer", *free_ports]
        fields = [f"--id={job}", f"--seed={seed}", f"--epochs={chosen.epochs}", f"--limit={chosen.limit}"]
        subprocess.run(["java", *settings, "-jar", str(PROGRAM), "train", *fields], check=True, stdout=sys.stderr)
    return generators


def judged(generators: tuple[Path, ...]) -> list[dict]:
    """The scores of each generator, as the pipeline's judge tells them."""
    command = ["java", "-jar", str(PROGRAM), "judge", "--json", *map(str, generators)]
    floor, *lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return [json.loads(line)["scores"] for line in lines]


def table(scores: dict[str, list[list[dict]]]) -> str:
    """By epoch and trainer: mean ± deviation over the seeds."""
    lines = [f"| epoch | trainer | {' | '.join(MEASURES)} |", f"| --- | --- |{' --- |' * len(MEASURES)}"]
    for epoch, of_trainers in enumerate(zip(*scores.values())):
        for trainer, of_seeds in zip(scores, of_trainers):
            cells = [spread([run[measure] for run in of_seeds]) for measure in MEASURES]
            lines.append(f"| {epoch} | {trainer} | {' | '.join(cells)} |")
    return "\n".join(lines)


def spread(values: list[float]) -> str:
    return f"{statistics.mean(values):.4g} ± {statistics.stdev(values):.2g}"


if __name__ == "__main__":
    main()
