"""Lets journeys be made twice: at a desk in this program, and at one that a server hands out over HTTP."""

from __future__ import annotations

import os

import pytest

APART = ("test_offline.py", "test_presence.py", "test_terminal_real.py")
"""Journeys that have a server or programs of their own."""
ALL = int(os.environ.get("INBOX_TEST_DOSE", "1")) > 1
"""Whether more than the main journeys are made over HTTP."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    name = metafunc.definition.path.name
    if name not in APART and (ALL or name == "test_screens.py"):
        metafunc.parametrize("way", ["here", "far"], indirect=True)


@pytest.fixture(autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the desks of a journey are."""
    monkeypatch.setattr("tests.tui.stage.far_away", getattr(request, "param", "here") == "far")
