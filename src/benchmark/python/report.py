"""What benchmark.py tells of a contest: Markdown for people, JSON for programs."""

import json
import statistics
from dataclasses import asdict
from typing import Any

from contest import PRODUCT_SIDE, Contest, flops_an_image
from contestant import Contestant

COLUMNS = {
    "trainer": "{name}",
    "precision": "{precision}",
    "images/s": "{imagesPerSecond:.0f}",
    "quartiles": "{quartiles[0]:.0f}–{quartiles[1]:.0f}",
    "to the notebook": "{toNotebook:.2f}",
    "to the optimised Python": "{toOptimised:.2f}",
    "of the GEMM peak": "{ofPeak:.0%}",
    "MiB at the start": "{residentMib[0]:.0f}",
    "MiB at the end": "{residentMib[1]:.0f}",
}


def figures(contest: Contest, trainer: Contestant) -> dict[str, Any]:
    """What one trainer reached: speeds and ratios are medians of the rounds."""
    low, middle, high = statistics.quantiles([turn.units / turn.seconds for turn in trainer.turns], n=4)
    return {
        "name": trainer.name,
        "precision": trainer.precision,
        "imagesPerSecond": middle,
        "quartiles": [low, high],
        "toNotebook": trainer.ratio_to(contest.notebook),
        "toOptimised": trainer.ratio_to(contest.optimised[trainer.precision]),
        "ofPeak": trainer.ratio_to(contest.products[trainer.precision]),
        "residentMib": [trainer.resident_mib[0], trainer.resident_mib[-1]],
    }


def markdown(contest: Contest, threads: int) -> str:
    """A table of the trainers, and what it rests on."""
    trainers = [[cell.format(**figures(contest, t)) for cell in COLUMNS.values()] for t in contest.trainers()]
    table = ["| " + " | ".join(cells) + " |" for cells in [list(COLUMNS), ["---"] * len(COLUMNS), *trainers]]
    peaks = [f"{statistics.median(p.flops()) / 1e9:.0f} GFLOP/s in {p.precision}" for p in contest.products.values()]
    elsewhere = [turn.elsewhere for contestant in contest.everyone() for turn in contestant.turns]
    remarks = [
        f"- {len(contest.notebook.turns)} rounds on {threads} threads; speeds and ratios are medians of the rounds.",
        f"- GEMM peak: {' and '.join(peaks)}, products of {PRODUCT_SIDE}×{PRODUCT_SIDE}; "
        f"an iteration needs {flops_an_image() / 1e6:.0f} MFLOP an image.",
        f"- Resident memory after the first iteration and after {contest.notebook.iterations}.",
        f"- All else on the machine, waiting contestants too, took {statistics.median(elsewhere):.1%} of the cores "
        f"in the median turn, {max(elsewhere):.1%} in the worst; if that is more than next to nothing, measure again.",
    ]
    return "\n".join([*table, "", *remarks, ""])


def as_json(contest: Contest, threads: int, versions: dict[str, str]) -> str:
    """The table's figures, and those of every turn."""
    turns = [
        {
            "name": contestant.name,
            "precision": contestant.precision,
            "flops": contestant.flops(),
            "residentMib": contestant.resident_mib,
            "turns": [asdict(turn) for turn in contestant.turns],
        }
        for contestant in contest.everyone()
    ]
    return json.dumps(
        {
            "versions": versions,
            "threads": threads,
            "flopsAnImage": flops_an_image(),
            "iterations": contest.notebook.iterations,
            "trainers": [figures(contest, trainer) for trainer in contest.trainers()],
            "contestants": turns,
        },
        indent=2,
    )
