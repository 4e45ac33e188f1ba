"""Measures how many messages a second one node takes by webhook, in a file and in PostgreSQL, with durable commits.

`python -m tests.bench.calling [--seconds 10] [--lines 32] [--rounds 3]`: so many lines post one signed message after the other,
driver, node and database on the same machine. Run it on a quiet machine.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from adapters.kit.signed import standard_key, standard_signature
from tests.bench.following import SECOND_PROCESS, cost
from tests.server.wire import SECRET, answer, head, line, packed, said
from tests.servers import postgres

DURABLE = "-c shared_buffers=512MB -c max_wal_size=4GB"


async def _post(base: str, name: str, until: float, took: list[float]) -> None:
    n = 0
    async with line(base) as (reader, writer):
        while time.monotonic() < until:
            n += 1
            id, at = f"{name}-{n}", datetime.now(UTC)
            body = packed(said(id, f"Nachricht {n} über eine Bestellung", contact=f"k{name}{n % 20}"))
            headers = {
                "webhook-id": id,
                "webhook-timestamp": str(int(at.timestamp())),
                "webhook-signature": standard_signature(standard_key(SECRET), id, at, body),
                "Content-Length": str(len(body)),
            }
            begun = time.monotonic()
            writer.write(head("POST", "/hooks/shop", headers) + body)
            told = await answer(reader)
            assert told.status == 200, told.body
            took.append(time.monotonic() - begun)


async def _measured(base: str, pid: int, asked: argparse.Namespace) -> dict[str, float]:
    warm: list[float] = []
    await asyncio.gather(*(_post(base, f"w{n}", time.monotonic() + 1, warm) for n in range(asked.lines)))
    took: list[float] = []
    (before, _), begun = cost(pid), time.monotonic()
    await asyncio.gather(*(_post(base, f"m{n}", begun + asked.seconds, took) for n in range(asked.lines)))
    spent, (after, rss) = time.monotonic() - begun, cost(pid)
    took.sort()
    return {
        "messages/s": len(took) / spent,
        "p50 ms": statistics.median(took) * 1000,
        "p99 ms": took[int(len(took) * 0.99)] * 1000,
        "node CPU %": (after - before) / spent * 100,
        "node RSS MB": rss,
    }


@contextmanager
def _node(folder: str, where: str) -> Iterator[tuple[str, int]]:
    command = [sys.executable, str(SECOND_PROCESS), folder, *([where] if where else [])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        try:
            yield running.stdout.readline().split()[0], running.pid
        finally:
            running.terminate()


async def run(asked: argparse.Namespace) -> None:
    """Measure both in turns and print the medians."""
    rounds: dict[str, list[dict[str, float]]] = {"file": [], "PostgreSQL": []}
    with tempfile.TemporaryDirectory() as home:
        url = postgres.start(Path(home), DURABLE)
        try:
            for _ in range(asked.rounds):
                for name, found in rounds.items():
                    async with postgres.fresh(url) as where:
                        with tempfile.TemporaryDirectory() as folder:
                            place = where if name == "PostgreSQL" else ""
                            with _node(folder, place) as (base, pid):
                                found.append(await _measured(base, pid, asked))
                    print(f"{name}: {_said(found[-1])}", flush=True)
        finally:
            postgres.stop(Path(home))
    for name, found in rounds.items():
        print(f"median, {name}: {_said({key: statistics.median(one[key] for one in found) for key in found[0]})}")


def _said(found: dict[str, float]) -> str:
    return ", ".join(f"{key} {value:,.1f}" for key, value in found.items())


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.calling", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--lines", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=3)
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
