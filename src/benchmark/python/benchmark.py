"""Trains the notebook's job in Python and in the pipeline by turns, and tells how fast each is. Needs Linux.

Each contestant is a process that lives through the whole run and works only when told to: some iterations, then it is
the next one's turn, round after round, so that whatever else slows the machine meets all of them alike. Ratios are
taken within a round. Plain matrix products take part as well: the most that the machine can do.

Run, from the project's folder:

    mvn -q -Pbenchmark test-compile exec:exec [-Dbenchmark.options="--rounds 5 --memory"]

The table goes to standard output and, with every turn's figures as JSON, to target/benchmark. The Python side runs in a
virtual environment there, filled with pip at the first run, or in the interpreter that the variable PYTHON names.
"""

import argparse
import os
import platform
import subprocess
import venv
from pathlib import Path

import report
from contest import MEMORY_ITERATIONS, Contest

HERE = Path(__file__).parent
TARGET = HERE.parents[2] / "target/benchmark"


def main() -> None:
    chosen = options()
    TARGET.mkdir(parents=True, exist_ok=True)
    python = os.environ.get("PYTHON") or virtual_environment()
    contest = Contest.of(python, chosen.class_path, ["float32", "bfloat16"] if chosen.bfloat16 else ["float32"])
    contest.run(chosen.rounds, chosen.iterations, chosen.threads, chosen.memory)
    table = report.markdown(contest, chosen.threads)
    (TARGET / "benchmark.md").write_text(table)
    (TARGET / "benchmark.json").write_text(report.as_json(contest, chosen.threads, versions(python)))
    print(table)


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Trains the notebook's job in Python and in the pipeline by turns.")
    parser.add_argument("--class-path", required=True, help="of the Java contestants; Maven gives it")
    parser.add_argument("--rounds", type=int, default=13, help="[%(default)s]")
    parser.add_argument("--iterations", type=int, default=20, help="of each contestant in a round [%(default)s]")
    parser.add_argument(
        "--bfloat16",
        action=argparse.BooleanOptionalAction,
        default=computes_bfloat16(),
        help="beside float32 [where the processor has instructions for it]",
    )
    parser.add_argument("--threads", type=int, default=cores(), help="[all cores: %(default)s]")
    parser.add_argument(
        "--memory",
        action="store_true",
        help=f"let each trainer go on to {MEMORY_ITERATIONS} iterations in the end, to see what memory it takes then",
    )
    chosen = parser.parse_args()
    if chosen.rounds < 2:
        parser.error(f"rounds must be at least 2, was {chosen.rounds}: one has no spread")
    return chosen


def cores() -> int:
    """The cores that this process may use, of which a container can have been given fewer than it sees."""
    seen = len(os.sched_getaffinity(0))
    quota, _, period = read("/sys/fs/cgroup/cpu.max").partition(" ")
    return min(seen, max(1, int(quota) // int(period))) if quota.isdigit() else seen


def computes_bfloat16() -> bool:
    """Whether the processor has instructions for it, by their names on x86 and ARM; without, a run takes hours."""
    return bool({"avx512_bf16", "amx_bf16", "bf16"} & set(read("/proc/cpuinfo").split()))


def read(file: str) -> str:
    try:
        return Path(file).read_text()
    except OSError:
        return ""


def virtual_environment(requirements: str = "requirements.txt") -> str:
    """The interpreter of the environment under target, which is made and filled if need be."""
    folder = TARGET / "venv"
    python = str(folder / "bin/python")
    if not Path(python).exists():
        venv.create(folder, with_pip=True)
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--requirement", str(HERE / requirements)], check=True)
    return python


def versions(python: str) -> dict[str, str]:
    """What the Python side ran with, and the processor."""
    ask = "import platform, torch; print(platform.python_version(), torch.__version__)"
    answer = subprocess.run([python, "-c", ask], check=True, capture_output=True, text=True)
    python_version, torch_version = answer.stdout.split()
    return {"python": python_version, "torch": torch_version, "machine": platform.platform(), "processor": processor()}


def processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.split(": ")[1] for line in lines if line.startswith("model name")), platform.machine())


if __name__ == "__main__":
    main()
