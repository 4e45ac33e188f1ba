"""Reads parts of Meta's published OpenAPI for WhatsApp, which is not part of this project.

It is YAML of the plainest kind (blocks, lists, one-line values), so a page of code reads what is needed of it.
https://github.com/facebook/openapi, business-messaging-api_v23.0.yaml
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

FILE = Path(os.environ.get("INBOX_SPECS", "specs")) / "meta-whatsapp-business-messaging-api_v23.0.yaml"
"""Where a copy lies, if one was put somewhere: its folder is INBOX_SPECS."""
_PAIR = re.compile(r"('[^']*'|\"[^\"]*\"|[^'\"\s#][^:]*?|[\w /().-]+):(?: (.*))?$")
Line = tuple[int, str]


def section(start: str, end: str = "") -> object:
    """Return what stands below the first line that is `start`, up to the next of the same depth (or a line `end`)."""
    lines = FILE.read_text("utf-8").split("\n")
    first = lines.index(start)
    depth = len(start) - len(start.lstrip())
    block: list[Line] = []
    for line in lines[first + 1 :]:
        inside = len(line) - len(line.lstrip())
        if (line.strip() and inside <= depth) or (end and line == end):
            break
        if line.strip():
            block.append((inside, line.strip()))
    return _value(block)


def _value(block: list[Line]) -> object:
    if not block:
        return None
    if block[0][1].startswith("- "):
        return [_value([(i + 2, first[2:]), *rest]) for (i, first), rest in _parts(block)]
    if not _PAIR.match(block[0][1]):
        return _scalar(" ".join(text for _, text in block))
    found: dict[str, object] = {}
    for (_, text), rest in _parts(block):
        match = _PAIR.match(text)
        if match is None:
            continue
        plain = match[2]
        # What goes on below a value that has begun is its rest.
        folded = " ".join([plain, *(t for _, t in rest)]) if plain else ""
        found[str(_scalar(match[1]))] = _scalar(folded) if plain else _value(rest)
    return found


def _parts(block: list[Line]) -> list[tuple[Line, list[Line]]]:
    depth = block[0][0]
    lists = block[0][1].startswith("- ")
    parts: list[tuple[Line, list[Line]]] = []
    for line in block:
        # A list may stand as deep as the key it belongs to.
        if line[0] == depth and line[1].startswith("- ") == lists and (not parts or not _quoted(parts[-1])):
            parts.append((line, []))
        elif parts:
            parts[-1][1].append(line)
    return parts


def _quoted(part: tuple[Line, list[Line]]) -> bool:
    text = " ".join([part[0][1], *(t for _, t in part[1])])
    value = text.partition(": ")[2].lstrip("- ")
    return value.startswith("'") and value.count("'") % 2 == 1


def _scalar(text: str) -> object:
    if text.startswith("'"):
        return text[1:-1].replace("''", "'")
    if text.startswith('"'):
        return json.loads(text)
    if text in ("true", "false"):
        return text == "true"
    return float(text) if re.fullmatch(r"-?\d+\.\d+", text) else int(text) if re.fullmatch(r"-?\d+", text) else text
