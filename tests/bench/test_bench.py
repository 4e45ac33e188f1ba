"""Holds that the measurements still run and that the corpus stays the same; how fast things are is no test."""

from __future__ import annotations

import statistics
import subprocess
import sys
from pathlib import Path

from tests.bench.corpus import Corpus

ROOT = Path(__file__).parents[2]


def test_the_same_seed_makes_the_same_messages() -> None:
    assert list(Corpus(7).entries(50)) == list(Corpus(7).entries(50))
    assert list(Corpus(7).entries(50)) != list(Corpus(8).entries(50))


def test_the_corpus_looks_like_a_mailbox() -> None:
    corpus = Corpus(1)
    texts = [entry.says[0].text for entry in corpus.entries(5000)]
    keys = {entry.says[0].conversation_key for entry in corpus.entries(5000)}

    assert 15 <= statistics.median(len(text.split()) for text in texts) <= 21
    assert 100 < len(keys) < 1500


def test_the_measurements_run() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", "--messages", "500", "--conversations", "80", "--rounds", "1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-500:]
    assert "intake of 500 messages" in done.stdout
    assert "first page of" in done.stdout
    assert "start to first picture" in done.stdout
