"""Holds that whoever installs the program gets only licences that ask nothing of their own code."""

from __future__ import annotations

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution

import pytest

COPYLEFT = re.compile(r"\bA?GPL|GNU (Affero )?General Public|\bSSPL|\bBUSL|Commons Clause|\bEUPL", re.IGNORECASE)
LESSER = re.compile(r"\bLGPL|GNU (Lesser|Library) General Public|Lesser General Public", re.IGNORECASE)
REQUIREMENT = re.compile(r"^\s*([A-Za-z0-9._-]+)\s*(?:\[([^\]]*)\])?[^;]*(?:;(.*))?$")


def _needs(found: Distribution, extras: frozenset[str]) -> set[tuple[str, frozenset[str]]]:
    """Return what a distribution needs here: names with extras; markers of other extras are left out."""
    needed = set()
    for line in found.requires or ():
        match = REQUIREMENT.match(line)
        assert match is not None, line
        name, wanted, marker = match.groups()
        asked = re.findall(r"""extra\s*==\s*['"]([^'"]+)['"]""", marker or "")
        if not asked or set(asked) & extras:
            needed.add((name.lower().replace("_", "-"), frozenset(e.strip() for e in (wanted or "").split(",") if e)))
    return needed


def closure(extras: frozenset[str] = frozenset()) -> dict[str, Distribution]:
    """Return every installed distribution that the program needs, by name."""
    found: dict[str, Distribution] = {}
    todo = [("chefsache", extras)]
    done: set[tuple[str, frozenset[str]]] = set()
    while todo:
        name, wanted = todo.pop()
        if (name, wanted) in done:
            continue
        done.add((name, wanted))
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            # Needed on another system or Python only: its marker did not hold here.
            continue
        todo += _needs(found[name], wanted)
    return found


def licence(found: Distribution) -> str:
    """Return what a distribution says about its licence, in one line: expression, field's first line, classifiers."""
    said = found.metadata
    classifiers = [c for c in said.get_all("Classifier") or () if c.startswith("License")]
    return " | ".join(
        [said.get("License-Expression") or "", (said.get("License") or "").split("\n")[0][:120], *classifiers]
    )


def test_no_part_of_the_program_is_copyleft() -> None:
    bad = {
        name: licence(found)
        for name, found in closure().items()
        if COPYLEFT.search(licence(found)) or LESSER.search(licence(found))
    }

    assert not bad


def test_every_part_of_the_program_says_its_licence() -> None:
    silent = [name for name, found in closure().items() if not licence(found).strip(" |")]

    assert not silent


def test_an_extra_is_at_most_lesser_copyleft() -> None:
    extras = frozenset(distribution("chefsache").metadata.get_all("Provides-Extra") or ()) - {"test"}
    bad = {name: licence(found) for name, found in closure(extras).items() if COPYLEFT.search(licence(found))}

    assert not bad


@pytest.mark.parametrize(
    ("said", "forbidden"),
    [
        ("GPL-3.0-only", True),
        ("AGPL-3.0-or-later", True),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", True),
        ("MIT", False),
        ("LGPL-3.0-only", False),
        ("Apache-2.0 OR BSD-3-Clause", False),
    ],
)
def test_a_copyleft_licence_is_recognised(said: str, forbidden: bool) -> None:
    assert bool(COPYLEFT.search(said)) == forbidden


def test_the_walk_reaches_what_is_needed_indirectly() -> None:
    names = set(closure())

    assert {"textual", "rich", "msgspec", "httpx", "certifi", "selectolax", "imap-tools"} <= names
    assert "pytest" not in names
