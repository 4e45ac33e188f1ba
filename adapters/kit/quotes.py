"""Parts what somebody wrote from the history and the signature below it, line by line and in linear time.

Nothing is lost: what is cut off is returned too. Where answers stand between quoted lines, all of it
stays, because the quotes belong to the answers.
"""

from __future__ import annotations

import re

LOOK = 4
"""Lines over which an attribution such as "On … wrote:" may be broken."""
LONGEST = 400
"""Characters of a line worth looking at for an attribution."""

_ATTRIBUTION = (
    re.compile(r"^(>\s*)?(Am|On|Le|El)\b.{4,300}\b(schrieb|wrote|a écrit|escribió)\b.{0,80}:\s*$", re.IGNORECASE),
    re.compile(r"^(>\s*)?(\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|\w{2,12},? \d{1,2}\.? ).{0,200}<[^<>\s]+@[^<>\s]+>:?\s*$"),
    re.compile(r"^(>\s*)?.{1,120}<[^<>\s]+@[^<>\s]+>\s+(schrieb|wrote)\b.{0,120}:\s*$", re.IGNORECASE),
)
_BEGINS = re.compile(r"^(>\s*)?(Am|On|Le|El)\b", re.IGNORECASE)
_DIVIDER = re.compile(
    r"^\s*(-{2,}\s*(Ursprüngliche Nachricht|Original Message|Originalnachricht|Weitergeleitete Nachricht|Forwarded message)\s*-{2,}"
    r"|_{20,}|-{5,}\s*Original[- ]?Nachricht\s*-{5,})\s*$",
    re.IGNORECASE,
)
_HEADER = re.compile(r"^\s*\*?(Von|From|De):\*?\s.{1,200}$", re.IGNORECASE)
_HEADER_NEXT = re.compile(r"^\s*\*?(Gesendet|Sent|Datum|Date|An|To|Betreff|Subject|Envoyé)( am)?:\*?\s", re.IGNORECASE)
_SIGNATURE = re.compile(
    r"^(-- ?|—|(Von|Gesendet von) meinem? (iPhone|iPad|Handy|Smartphone|Android\S*|Samsung.{0,30})( gesendet)?\.?"
    r"|(Sent|Get) (from|via) my \S.{0,40}|Sent from .{3,30} Mail.{0,20}|Gesendet mit der .{3,40} (App|Mail).{0,20}|Get Outlook for .{2,20})$",
    re.IGNORECASE,
)


def parted(text: str) -> tuple[str, str]:
    """Return what was written, and the rest: quoted history and signature."""
    lines = text.replace("\r\n", "\n").split("\n")
    cut = _history(lines)
    if cut is not None and _answers_below(lines, cut):
        return text.strip(), ""
    if cut is None:
        cut = _trailing_quotes(lines)
    above = lines[:cut]
    signature = _signature(above)
    above, rest = above[:signature], lines[signature:]
    if not any(line.strip() for line in above):
        return text.strip(), ""
    return "\n".join(above).strip(), "\n".join(rest).strip()


def _history(lines: list[str]) -> int | None:
    """Return the line at which the history begins."""
    for place, line in enumerate(lines):
        if len(line) > LONGEST or not line.strip():
            continue
        if _DIVIDER.match(line):
            return place
        if _HEADER.match(line) and any(_HEADER_NEXT.match(x[:LONGEST]) for x in lines[place + 1 : place + 5]):
            return place
        joined = line
        for more in range(LOOK):
            if more:
                joined = f"{joined.rstrip()} {lines[place + more].strip()}" if place + more < len(lines) else joined
            if len(joined) > LONGEST or (more and "<" not in line and not _BEGINS.match(line)):
                break
            if any(p.match(joined) for p in _ATTRIBUTION) and _quoted_after(lines, place + more + 1):
                return place
    return None


def _quoted_after(lines: list[str], place: int) -> bool:
    """Tell whether something quoted, or nothing at all, follows an attribution."""
    rest = [line for line in lines[place : place + 6] if line.strip()]
    return not rest or rest[0].lstrip().startswith(">") or _looks_like_history(rest)


def _looks_like_history(rest: list[str]) -> bool:
    """Some programs quote without marks; an attribution in its full form is then enough."""
    return not any(line.lstrip().startswith(">") for line in rest)


def _answers_below(lines: list[str], cut: int) -> bool:
    """Tell whether somebody answered between quoted lines."""
    quoted = [place for place in range(cut, len(lines)) if lines[place].lstrip().startswith(">")]
    if not quoted:
        return False
    own = [
        place
        for place in range(quoted[0], len(lines))
        if lines[place].strip() and not lines[place].lstrip().startswith(">")
    ]
    before_signature = [
        place
        for place in own
        if not any(_SIGNATURE.match(lines[p].strip()) for p in range(max(cut, place - 8), place + 1))
    ]
    return bool(before_signature)


def _trailing_quotes(lines: list[str]) -> int:
    """Return where a block of quoted lines at the very end begins."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith(">")):
        end -= 1
    return end


def _signature(lines: list[str]) -> int:
    """Return the line at which the signature begins: the last `-- `, or a telephone's own line."""
    for place in range(len(lines) - 1, max(-1, len(lines) - 25), -1):
        line = lines[place]
        if line.rstrip("\r") in ("-- ", "--") or (place >= len(lines) - 6 and _SIGNATURE.match(line.strip())):
            return place
    return len(lines)
