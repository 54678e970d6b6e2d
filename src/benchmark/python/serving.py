"""Asks the sampler and two Python servers for images by turns, and tells how fast each answers. Needs Linux and wrk.

All serve the same checkpoint, which the pipeline trains first; the sampler and FastAPI do so in bfloat16 as well, where
the processor has instructions for it. Each is asked for one image, and for 64, by 1, 8 and 64 connections; round after
round, so that whatever else slows the machine meets all of them alike. Every request has another seed. Run, from the
project's folder, after `mvn package`:

    python3 src/benchmark/python/serving.py [--rounds 3] [--seconds 5]

The table goes to standard output and, with every turn's figures as JSON, to target/benchmark. The Python servers run in a
virtual environment there, filled with pip at the first run, or in the interpreter that the variable PYTHON names.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmark import HERE, TARGET, computes_bfloat16, cores, virtual_environment
from contestant import machine_cpu

PROGRAM = HERE.parents[2] / "target/quarkus-app/quarkus-run.jar"
JOB = "benchmark"
COUNTS = [1, 64]
CONNECTIONS = [1, 8, 64]
WARM_UP_SECONDS = 60  # so long a server on two busy cores gets faster, while Java compiles beside requests
REST = 0.25  # at most this part of the cores is busy; servers that nobody asks take up to 0.2
MOST_REST_SECONDS = 30

# wrk's script: a fresh seed for each request, and what came of it as a line of JSON
GET = 'request = function() seed = seed + 1; return wrk.format("GET", "/samples?count=%d&seed=" .. seed) end'
POST = (
    'wrk.headers["Content-Type"] = "application/json"; request = function() seed = seed + 1; '
    "return wrk.format(\"POST\", \"/predict\", nil, '{{\"count\":%d,\"seed\":' .. seed .. '}}') end"
)
SCRIPT = """
math.randomseed(os.time()); seed = math.random(1000000000)
{request}
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('\\n{{"requests":%d,"seconds":%f,"p50":%f,"p99":%f,"errors":%d}}\\n', summary.requests,
    summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    e.connect + e.read + e.write + e.status + e.timeout))
end
"""


@dataclass
class Server:
    name: str
    command: list[str]
    port: int
    request: str
    start_seconds: float = 0
    start_megabytes: int = 0
    end_megabytes: int = 0
    turns: dict[tuple[int, int], list[dict]] = field(default_factory=dict)

    @contextlib.contextmanager
    def running(self) -> Iterator[subprocess.Popen]:
        begun = time.monotonic()
        environment = {**os.environ, "OMP_NUM_THREADS": str(cores())}
        process = subprocess.Popen(self.command, env=environment, stdout=sys.stderr, start_new_session=True)
        try:
            self.await_answer()
            self.start_seconds = time.monotonic() - begun
            self.start_megabytes = resident(process.pid)
            yield process
            self.end_megabytes = resident(process.pid)
        finally:
            os.killpg(process.pid, signal.SIGKILL)  # LitServe does not end on SIGTERM
            process.wait()

    def await_answer(self) -> None:
        while True:
            try:
                self.ask()
                return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.02)

    def ask(self) -> bytes:
        url = f"http://127.0.0.1:{self.port}"
        if self.request is GET:
            return urllib.request.urlopen(f"{url}/samples?count=64&seed=1", timeout=10).read()
        body = json.dumps({"count": 64, "seed": 1}).encode()
        asked = urllib.request.Request(f"{url}/predict", body, {"Content-Type": "application/json"})
        return urllib.request.urlopen(asked, timeout=10).read()

    def load(self, count: int, connections: int, seconds: int) -> dict:
        with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
            script.write(SCRIPT.format(request=(self.request % count).replace("{{", "{").replace("}}", "}")))
            script.flush()
            command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout=30s", f"-s{script.name}"]
            answer = subprocess.run(
                [*command, f"http://127.0.0.1:{self.port}"], check=True, capture_output=True, text=True
            ).stdout
        return json.loads(answer.splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description="Asks the sampler and two Python servers for images by turns.")
    parser.add_argument("--rounds", type=int, default=3, help="[%(default)s]")
    parser.add_argument("--seconds", type=int, default=5, help="of each turn [%(default)s]")
    chosen = parser.parse_args()
    TARGET.mkdir(parents=True, exist_ok=True)
    python = os.environ.get("PYTHON") or virtual_environment("serving-requirements.txt")
    with tempfile.TemporaryDirectory() as data, trained(Path(data), epochs=1, images=2560) as endpoints:
        weights = f"{data}/s3/dcgan/jobs/{JOB}/checkpoints/epoch-0/generator.safetensors"
        contestants = servers(python, weights, endpoints)
        with contextlib.ExitStack() as processes:
            for server in contestants:
                processes.enter_context(server.running())
            contest(contestants, chosen.rounds, chosen.seconds)
    table = markdown(contestants)
    (TARGET / "serving.md").write_text(table)
    (TARGET / "serving.json").write_text(json.dumps([figures(server) for server in contestants], indent=2))
    print(table)


@contextlib.contextmanager
def trained(data: Path, epochs: int, images: int) -> Iterator[dict]:
    """A process with a store that holds a checkpoint of each epoch; its end points."""
    ports = ["-Dquarkus.http.port=0", "-Ddcgan.embedded.kafka.port=0", "-Ddcgan.embedded.s3.port=0"]
    command = ["java", *ports, f"-Ddcgan.data-dir={data}", "-Ddcgan.roles=trainer", "-jar", str(PROGRAM)]
    train = ["train", f"--id={JOB}", f"--epochs={epochs}", f"--limit={images}", "--stay"]
    process = subprocess.Popen([*command, *train], stdout=sys.stderr)
    try:
        while not (data / f"s3/dcgan/jobs/{JOB}/checkpoints/epoch-{epochs - 1}/manifest.json").exists():
            if process.poll() is not None:
                raise RuntimeError("the trainer ended without a checkpoint")
            time.sleep(0.5)
        yield json.loads((data / "endpoints.json").read_text())
    finally:
        process.terminate()
        process.wait()


def servers(python: str, weights: str, endpoints: dict) -> list[Server]:
    def ours(name: str, precision: str) -> Server:
        port = free_port()
        return Server(name, sampler(endpoints, port, f"-Ddcgan.sampler.precision={precision}"), port, GET)

    def theirs(name: str, script: str, request: str, *options: str) -> Server:
        port = free_port()
        return Server(name, [python, str(HERE / script), weights, str(port), *options], port, request)

    contestants = [
        ours("the sampler", "float32"),
        theirs("FastAPI", "serve_fastapi.py", GET, "float32"),
        theirs("LitServe", "serve_litserve.py", POST),
    ]
    if computes_bfloat16():
        contestants += [
            ours("the sampler in bfloat16", "bfloat16"),
            theirs("FastAPI in bfloat16", "serve_fastapi.py", GET, "bfloat16"),
        ]
    return contestants


def sampler(endpoints: dict, port: int, *options: str) -> list[str]:
    """The command that starts a sampler on the store and broker of another process."""
    settings = {
        "dcgan.roles": "sampler",
        "dcgan.data-dir": tempfile.mkdtemp(),
        "quarkus.http.port": port,
        "kafka.bootstrap.servers": endpoints["bootstrapServers"],
        "dcgan.s3.endpoint": endpoints["s3Endpoint"],
        "dcgan.s3.access-key": endpoints["accessKey"],
        "dcgan.s3.secret-key": endpoints["secretKey"],
    }
    return ["java", *options, *(f"-D{name}={value}" for name, value in settings.items()), "-jar", str(PROGRAM)]


def contest(contestants: list[Server], rounds: int, seconds: int) -> None:
    for server in contestants:
        for count in COUNTS:
            server.load(count, CONNECTIONS[-1], WARM_UP_SECONDS)
    for number in range(1, rounds + 1):
        for count in COUNTS:
            for connections in CONNECTIONS:
                print(f"round {number} of {rounds}: {count} images, {connections} connections", file=sys.stderr)
                for server in contestants:
                    await_rest()
                    turn = server.load(count, connections, seconds)
                    server.turns.setdefault((count, connections), []).append(turn)


def await_rest() -> None:
    """Waits until the servers have done with requests whose client is gone, which would slow down the next turn."""
    patience = time.monotonic() + MOST_REST_SECONDS
    share = 1.0
    while share > REST and time.monotonic() < patience:
        before = machine_cpu()
        time.sleep(0.5)
        busy, total = (after - earlier for after, earlier in zip(machine_cpu(), before))
        share = busy / total


def markdown(contestants: list[Server]) -> str:
    lines = [
        "| images | connections | " + " | ".join(f"{s.name}: requests/s | p50 ms | p99 ms" for s in contestants) + " |",
        "| --- | --- |" + " --- | --- | --- |" * len(contestants),
    ]
    for count in COUNTS:
        for connections in CONNECTIONS:
            cells = [
                f"{median(s, count, connections, rate):,.0f} | {median(s, count, connections, p50):,.1f} "
                f"| {median(s, count, connections, p99):,.1f}"
                for s in contestants
            ]
            lines.append(f"| {count} | {connections} | " + " | ".join(cells) + " |")
    lines += ["", "| | start to first answer, s | resident MiB at the start | at the end | failed requests |"]
    lines.append("| --- | --- | --- | --- | --- |")
    for s in contestants:
        errors = sum(turn["errors"] for turns in s.turns.values() for turn in turns)
        lines.append(f"| {s.name} | {s.start_seconds:.1f} | {s.start_megabytes:,} | {s.end_megabytes:,} | {errors} |")
    return "\n".join(lines) + "\n"


def figures(server: Server) -> dict:
    return {
        "name": server.name,
        "startSeconds": server.start_seconds,
        "startMebibytes": server.start_megabytes,
        "endMebibytes": server.end_megabytes,
        "turns": [
            {"images": count, "connections": connections, "turns": turns}
            for (count, connections), turns in server.turns.items()
        ],
    }


def median(server: Server, count: int, connections: int, value) -> float:
    return statistics.median(value(turn) for turn in server.turns[count, connections])


def rate(turn: dict) -> float:
    return turn["requests"] / turn["seconds"]


def p50(turn: dict) -> float:
    return turn["p50"]


def p99(turn: dict) -> float:
    return turn["p99"]


def resident(pid: int) -> int:
    """Resident memory of a process and its children in MiB."""
    children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    status = Path(f"/proc/{pid}/status").read_text()
    own = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) // 1024
    return own + sum(resident(int(child)) for child in children)


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


if __name__ == "__main__":
    main()
