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

_ON = "(Am|On|Le|El|Op|Il|Den|Em|Dnia|W dniu)"
_WROTE = r"(schrieb|wrote|a écrit|escribió|schreef|ha scritto|skrev|escreveu|napisał(\(a\)|a)?|napsal(\(a\)|a)?)"
_ATTRIBUTION = (
    re.compile(rf"^(>\s*)?{_ON}\b.{{4,300}}\b{_WROTE}(?!\w).{{0,80}}:\s*$", re.IGNORECASE),
    re.compile(r"^(>\s*)?(\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|\w{2,12},? \d{1,2}\.? ).{0,200}<[^<>\s]+@[^<>\s]+>:?\s*$"),
    re.compile(rf"^(>\s*)?.{{1,120}}<[^<>\s]+@[^<>\s]+>\s+{_WROTE}(?!\w).{{0,120}}:\s*$", re.IGNORECASE),
)
_ADDRESS = re.compile(r"[<\[](mailto:)?[^\s<>@]+@[^\s<>@]+[>\]]")
_FULL_DATE = re.compile(
    r"\b(\d{1,2}[./-] ?\d{1,2}[./-] ?\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}\.? \w{3,9}\.? \d{4}|\w{3,9}\.? \d{1,2},? \d{4})\b.*\b\d{1,2}[:.h]\d{2}\b"
)
_BEGINS = re.compile(rf"^(>\s*)?{_ON}\b", re.IGNORECASE)
_DIVIDER = re.compile(
    r"^\s*(-{2,}\s*(Ursprüngliche Nachricht|Original Message|Originalnachricht|Weitergeleitete Nachricht|Forwarded message)\s*-{2,}"
    r"|-{5,}\s*Original[- ]?Nachricht\s*-{5,})\s*$",
    re.IGNORECASE,
)
_RULE = re.compile(r"^\s*_{20,}\s*$")
_HEADER = re.compile(r"^\s*\*?(Von|From|De|Da|Van) ?:\*?\s.{1,200}$", re.IGNORECASE)
_HEADER_DATE = re.compile(
    r"^\s*\*?(Gesendet|Sent|Datum|Date|Envoyé|Enviado|Inviato|Verzonden)( am)? ?:\*?\s", re.IGNORECASE
)
_HEADER_SUBJECT = re.compile(r"^\s*\*?(Betreff|Subject|Objet|Asunto|Oggetto|Onderwerp) ?:", re.IGNORECASE)
_DASHES = ("-- ", "--", "—")
_SIGNATURE = re.compile(
    r"^((Von|Gesendet von) meinem? (iPhone|iPad|Handy|Smartphone|Android\S*|Samsung.{0,30})( gesendet)?\.?|Von meinem/meiner .{2,30} gesendet"
    r"|(Sent|Get) (from|via) my \S.{0,40}|Sent with Proton ?Mail.{0,30}|Sent from .{3,30} Mail.{0,20}|Gesendet mit der .{3,40} (App|Mail).{0,20}|Get Outlook for .{2,20})$",
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
        if _headed(lines, place) or (_RULE.match(line) and _headed(lines, _next(lines, place + 1))):
            return place
        joined = line
        for more in range(LOOK):
            if more:
                joined = f"{joined.rstrip()} {lines[place + more].strip()}" if place + more < len(lines) else joined
            if len(joined) > LONGEST or (more and "<" not in line and not _BEGINS.match(line)):
                break
            if any(p.match(joined) for p in _ATTRIBUTION) and _begins_history(lines, place, place + more + 1, joined):
                return place
    return None


def _next(lines: list[str], place: int) -> int:
    """Return the next line that says something."""
    return next((n for n in range(place, min(place + 3, len(lines))) if lines[n].strip()), place)


def _headed(lines: list[str], place: int) -> bool:
    """Tell whether the head of a mail stands here as programs copy it: from, when, about what."""
    head = [line[:LONGEST] for line in lines[place : place + 10]]
    # Mostly from whom stands first, sometimes when.
    if not head or not (_HEADER.match(head[0]) or (_HEADER_DATE.match(head[0]) and any(map(_HEADER.match, head[1:3])))):
        return False
    after = head if _HEADER_DATE.match(head[0]) else head[1:]
    return any(map(_HEADER_DATE.match, after)) and any(map(_HEADER_SUBJECT.match, after))


def _begins_history(lines: list[str], place: int, after: int, attribution: str) -> bool:
    """Tell whether what follows an attribution is quoted.

    Some programs quote without marks. Then only what a program wrote counts: with an address, or date and time
    where nothing follows, and apart from the text. "On Monday your colleague wrote:" is the customer's.
    """
    rest = [line for line in lines[after : after + 6] if line.strip()]
    if rest and rest[0].lstrip().startswith(">"):
        return True
    alone = place == 0 or not lines[place - 1].strip()
    full = _ADDRESS.search(attribution) or (not rest and _FULL_DATE.search(attribution))
    return alone and bool(full) and not any(line.lstrip().startswith(">") for line in rest)


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
        if not any(
            lines[p] in _DASHES or _SIGNATURE.match(lines[p].strip()) for p in range(max(cut, place - 8), place + 1)
        )
    ]
    return bool(before_signature)


def _trailing_quotes(lines: list[str]) -> int:
    """Return where a block of quoted lines at the very end begins."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith(">")):
        end -= 1
    return end


def _signature(lines: list[str]) -> int:
    """Return the line at which the signature begins: the last `-- ` (two dashes alone are a list's), or a telephone's."""
    for place in range(len(lines) - 1, max(-1, len(lines) - 25), -1):
        line = lines[place]
        if line == "-- " or (place >= len(lines) - 6 and _SIGNATURE.match(line.strip())):
            return place
    return len(lines)
