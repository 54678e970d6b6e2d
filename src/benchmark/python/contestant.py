"""A contestant as benchmark.py sees it: a process that works when it is told to."""

from __future__ import annotations

import contextlib
import os
import statistics
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass
class Turn:
    """What a contestant did at one turn."""

    units: int
    """Images trained on, or products made."""
    seconds: float
    cpu_seconds: float
    """CPU time of the contestant, all threads together."""
    elsewhere: float
    """CPU time of everything else on the machine, waiting contestants included, as a share of all cores."""


@dataclass
class Contestant:
    name: str
    precision: str
    command: list[str]
    flops_a_unit: int
    environment: dict[str, str] = field(default_factory=dict)
    iterations: int = 0
    resident_mib: list[float] = field(default_factory=list)
    """After the first iteration and after each turn."""
    turns: list[Turn] = field(default_factory=list)
    """Those that count: neither the warm-up nor what only memory is looked at for."""

    @contextlib.contextmanager
    def running(self, threads: int) -> Iterator[None]:
        """Starts the process and waits for its first iteration; in the end closes its input, which ends it."""
        environment = {**os.environ, **self.environment, "OMP_NUM_THREADS": str(threads)}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        with subprocess.Popen(self.command, env=environment, text=True, **pipes) as self.process:
            self.answer()
            self.finished(1)
            yield

    def work(self, iterations: int) -> Turn:
        cpu_before, (busy_before, all_before) = self.cpu_seconds(), machine_cpu()
        print(iterations, file=self.process.stdin, flush=True)
        units, seconds = self.answer().split()
        cpu, (busy, everything) = self.cpu_seconds() - cpu_before, machine_cpu()
        self.finished(iterations)
        elsewhere = max(0.0, busy - busy_before - cpu) / (everything - all_before)
        return Turn(int(units), float(seconds), cpu, elsewhere)

    def answer(self) -> str:
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name}, {self.precision} ended with status {self.process.wait()}")
        return line

    def finished(self, iterations: int) -> None:
        self.iterations += iterations
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        self.resident_mib.append(pages * os.sysconf("SC_PAGE_SIZE") / 2**20)

    def cpu_seconds(self) -> float:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND  # user and system time

    def flops(self) -> list[float]:
        """Operations a second, turn by turn."""
        return [turn.units * self.flops_a_unit / turn.seconds for turn in self.turns]

    def ratio_to(self, other: Contestant) -> float:
        """How many times the operations a second of another contestant; the median of the rounds."""
        return statistics.median(mine / its for mine, its in zip(self.flops(), other.flops()))


def machine_cpu() -> tuple[float, float]:
    """The seconds that the machine's cores have been busy, and all the seconds that they have had."""
    ticks = [int(value) for value in Path("/proc/stat").read_text().split()[1:9]]  # user, nice, system, idle, iowait, …
    return (sum(ticks) - ticks[3] - ticks[4]) / TICKS_A_SECOND, sum(ticks) / TICKS_A_SECOND
