"""Exchanges the sampler's checkpoint 100 times while 32 clients ask it, and tells what came of it. Needs Linux.

Each exchange loads a checkpoint from the store and waits until it is served. Each answer must be the image that its
checkpoint, which it names, gives for the seed that was asked for: the same bytes as when nothing else went on. Run, from
the project's folder, after `mvn package`:

    python3 src/benchmark/python/reload.py [--exchanges 100] [--clients 32]
"""

from __future__ import annotations

import argparse
import collections
import http.client
import itertools
import json
import sys
import tempfile
import threading
from pathlib import Path

from serving import GET, JOB, Server, free_port, resident, sampler, trained

CHECKPOINTS = 4
SEEDS = range(8)
# Nothing is kept but what is served, so each exchange loads; a heap that does not grow shows what native memory does.
OPTIONS = ["-Ddcgan.sampler.cache=0", "-Xms300m", "-Xmx300m", "-XX:+AlwaysPreTouch"]


def main() -> None:
    parser = argparse.ArgumentParser(description="Exchanges the sampler's checkpoint while clients ask it.")
    parser.add_argument("--exchanges", type=int, default=100, help="[%(default)s]")
    parser.add_argument("--clients", type=int, default=32, help="[%(default)s]")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as data, trained(Path(data), epochs=CHECKPOINTS, images=64) as endpoints:
        port = free_port()
        server = Server("the sampler", sampler(endpoints, port, *OPTIONS), port, GET)
        with server.running() as process:
            counts, resident_mib = exchange(port, process.pid, chosen.exchanges, chosen.clients)
    print(f"{chosen.exchanges} exchanges, {chosen.clients} clients: {dict(counts)}")
    print(f"resident MiB after each tenth of them: {resident_mib}")
    if set(counts) != {"right"}:
        sys.exit(1)


def exchange(port: int, pid: int, exchanges: int, clients: int) -> tuple[collections.Counter, list[int]]:
    """What became of the clients' requests, and the memory that the sampler took."""
    expected = {}
    for epoch in range(CHECKPOINTS):
        pin(port, epoch)
        for seed in SEEDS:
            status, checkpoint, expected[f"{JOB}/{epoch}", seed] = ask(http.client.HTTPConnection("127.0.0.1", port), seed)
    counts = collections.Counter()
    over = threading.Event()
    threads = [threading.Thread(target=client, args=(port, expected, counts, over)) for _ in range(clients)]
    resident_mib = []
    for thread in threads:
        thread.start()
    for number in range(exchanges):
        pin(port, number % CHECKPOINTS)
        if (number + 1) % max(1, exchanges // 10) == 0:
            resident_mib.append(resident(pid))
    over.set()
    for thread in threads:
        thread.join()
    return counts, resident_mib


def client(port: int, expected: dict, counts: collections.Counter, over: threading.Event) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for seed in itertools.cycle(SEEDS):
        if over.is_set():
            return
        try:
            status, checkpoint, png = ask(connection, seed)
            right = status == 200 and expected.get((checkpoint, seed)) == png
            counts["right" if right else f"status {status}, {checkpoint}"] += 1
        except (OSError, http.client.HTTPException) as failure:
            counts[repr(failure)] += 1
            connection.close()


def ask(connection: http.client.HTTPConnection, seed: int) -> tuple[int, str | None, bytes]:
    connection.request("GET", f"/samples/0?seed={seed}")
    answer = connection.getresponse()
    return answer.status, answer.getheader("Checkpoint"), answer.read()


def pin(port: int, epoch: int) -> None:
    """Has a checkpoint served; it is when this returns."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    body = json.dumps({"jobId": JOB, "epoch": epoch})
    connection.request("PUT", "/checkpoints/served", body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    served = json.loads(answer.read()).get("checkpoint")
    if served != f"{JOB}/{epoch}":
        raise RuntimeError(f"{JOB}/{epoch} was to be served, {served} is: status {answer.status}")


if __name__ == "__main__":
    main()
