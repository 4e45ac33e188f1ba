"""Reads the house's own source once, for every check that looks at its shape."""

from __future__ import annotations

import ast
import gc
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Module:
    """One file: its path below the root, its text, its tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    def at(self, node: ast.AST) -> str:
        """Name a place as editors open it."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


def modules(*folders: str) -> tuple[Module, ...]:
    """Return every Python file below the folders, in order."""
    found = tuple(m for folder in folders for m in _top(folder.split("/")[0]) if m.path.startswith(f"{folder}/"))
    assert found
    return found


@cache
def _top(folder: str) -> tuple[Module, ...]:
    # Trees are kept as text is read: once, however a check names its folders.
    found = []
    for file in sorted((ROOT / folder).rglob("*.py")):
        text = file.read_text("utf-8")
        found.append(Module(str(file.relative_to(ROOT)), text, ast.parse(text, str(file))))
    # Trees are millions of objects; looking through them for garbage would slow down every test that comes after.
    gc.freeze()
    return tuple(found)


Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST) -> Iterator[Function]:
    """Yield every function, methods and inner ones included."""
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Yield every call with the dotted name it calls, as far as it is written out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield _dotted(node.func), node


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    # Most calls are written as names; unparsing them all took seconds.
    return f"{_dotted(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else ast.unparse(node)
