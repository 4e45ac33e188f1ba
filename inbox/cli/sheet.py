"""Writes tables for spreadsheets, so that no cell of them is ever taken for a formula.

A spreadsheet runs what begins with = + - @, a tab or a carriage return, also between quotes; an apostrophe before it
makes it a text. One whose separator is not the comma parts a cell where it holds that, and what stands behind it is a
beginning, too (https://owasp.org/www-community/attacks/CSV_Injection). Therefore every cell is quoted, as well.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from inbox.cli.printing import safe

_BEGINS = tuple("=+-@\t\r\n＝＋－＠")
_PARTS = re.compile(r"""([;,|\t\r\n]\s*["']?)(?=[=+\-@＝＋－＠])""")
"""What a spreadsheet may part a cell at, with what would be taken for a formula behind it."""


def cell(value: object) -> str:
    """Return what stands in a cell; numbers stay numbers, nothing is empty."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    # What a terminal would obey is taken out, and could leave a formula behind: so its beginning is looked at twice.
    text, bare = str(value), safe(str(value))
    parted = _PARTS.sub(r"\1'", bare)
    return f"'{parted}" if parted != bare or text.startswith(_BEGINS) or bare.lstrip().startswith(_BEGINS) else bare


def sheet(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as comma-separated values, every cell quoted."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(heads)
    for row in rows:
        writer.writerow([cell(value) for value in row])
    return written.getvalue().removesuffix("\n")
