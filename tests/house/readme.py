"""Writes the parts of README.md that follow from the code: the map of the house and the keys.

`python -m tests.house.readme` rewrites them; the tests fail when they are stale.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.house.source import ROOT

README = ROOT / "README.md"


def sentence(file: Path) -> str:
    """Return the first sentence of a module, "" where it has none."""
    said = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
    first = " ".join(said.split("\n\n")[0].split())
    return re.split(r"(?<=[.!?]) (?=[A-Z])", first)[0]


def rooms() -> dict[str, str]:
    """Return every package and every module of the top floor, with its sentence."""
    found = {}
    for top in ("inbox", "adapters"):
        for file in sorted((ROOT / top).rglob("__init__.py")):
            found[f"{file.parent.relative_to(ROOT)}/"] = sentence(file)
        if top == "inbox":
            for file in sorted((ROOT / top).glob("[!_]*.py")):
                found[str(file.relative_to(ROOT))] = sentence(file)
    return dict(sorted(found.items(), key=lambda room: (room[0].split("/")[0] != "inbox", room[0])))


def house() -> str:
    """Return the map as a table."""
    rows = [f"| `{name}` | {said} |" for name, said in rooms().items()]
    return "\n".join(["| place | why it is there |", "|---|---|", *rows])


def keys() -> str:
    """Return the keys as a table, in the order of the action table."""
    from inbox.tui.actions import ACTIONS

    rows = []
    for action in ACTIONS:
        pressed = " ".join(f"`{key}`".replace("|", "\\|") for key in action.keys)
        rows.append(f"| {pressed} | {action.title} | {', '.join(sorted(action.contexts))} |")
    return "\n".join(["| keys | what | where |", "|---|---|---|", *rows])


def written(readme: str) -> str:
    """Return the README with its generated parts as they should be."""
    for name, part in (("map", house()), ("keys", keys())):
        pattern = re.compile(rf"<!-- {name} -->\n.*?<!-- /{name} -->", re.DOTALL)
        assert len(pattern.findall(readme)) == 1, name
        readme = pattern.sub(lambda _, n=name, p=part: f"<!-- {n} -->\n{p}\n<!-- /{n} -->", readme)
    return readme


CAN = ROOT / ".github" / "docs" / "README.md"
_WORDS = {"poll": "asks", "stream": "listens", "webhook": "is called"}


def table() -> str:
    """Return what the adapters can do as a table."""
    from inbox.bootstrap import adapter_class, adapters
    from inbox.ports.adapter import Declares, Fetches, Kind, Measures, Visibility, Windows

    kinds = (Kind.EDIT, Kind.DELETE, Kind.REACTION, Kind.RECEIPT, Kind.DELIVERY, Kind.ECHO)
    heads = ["platform", "class", "how it hears", "answers", *(str(k) for k in kinds), "files in", "files out"]
    rows = []
    for platform in adapters():
        kind: object = adapter_class(platform)
        assert isinstance(kind, Declares), platform
        cells = [f"[{platform}]({platform}.md)" if platform != "demo" else platform, str(kind.delivery_class)]  # type: ignore[attr-defined]
        cells.append(", ".join(_WORDS[way] for way in sorted(kind.can.ways)))
        cells.append(" + ".join(v for v in Visibility if v in kind.can.sends) or "–")
        marks = [*(k in kind.can.tells for k in kinds), isinstance(kind, Fetches), kind.can.files_out]
        cells += ["✓" if mark else "" for mark in marks]
        limit = kind.measure("", "", {}) if isinstance(kind, Measures) else None
        cells.append(f"{limit.max:,} {limit.unit}" if limit else "–")
        cells.append("splits" if kind.can.splits else "refuses" if limit else "–")
        cells.append("✓" if isinstance(kind, Windows) else "")
        rows.append(f"| {' | '.join(cells)} |")
    heads += ["a reply may have", "too long", "knows until when"]
    return "\n".join([f"| {' | '.join(heads)} |", "|---" * len(heads) + "|", *rows])


def tabled(text: str) -> str:
    """Return the page on platforms with its table as it should be."""
    return re.sub(
        r"<!-- can -->\n.*?<!-- /can -->", lambda _: f"<!-- can -->\n{table()}\n<!-- /can -->", text, flags=re.DOTALL
    )


if __name__ == "__main__":
    CAN.write_text(tabled(CAN.read_text("utf-8")), "utf-8")
    README.write_text(written(README.read_text("utf-8")), "utf-8")
