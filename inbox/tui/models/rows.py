"""How a conversation, a request and a colleague look in one line of a list."""

from __future__ import annotations

from datetime import datetime

from rich.cells import cell_len

from inbox.domain.model import AT_DEPARTMENT, Conversation, Delivery, RequestState, State
from inbox.ports.desk import Load, RequestRow, Row
from inbox.texts import number, t
from inbox.tui.models.lines import Line, columns
from inbox.tui.models.nearby import READS, WRITES
from inbox.tui.models.plots import bar
from inbox.tui.models.when import ago, ahead, clock

PLATFORMS = {
    "facebook": "fb", "x": "x", "mastodon": "ma", "instagram": "ig", "telegram": "tg", "whatsapp": "wa",
    "bluesky": "bs", "matrix": "mx", "email": "ml", "file": "fi", "webhook": "wh", "demo": "de",
}  # fmt: skip


SAYS_LITTLE = 30
"""Letters below which last words are not understood without their subject."""


def short(platform: str) -> str:
    """Two letters for a platform."""
    return PLATFORMS.get(platform, platform[:2])


def sign(row: Row) -> tuple[str, str]:
    """Return the one sign that says what a conversation needs, and its style."""
    if row.delivery in (Delivery.UNKNOWN, Delivery.FAILED):
        return "✗", "warn"
    if row.ball == "lead":
        return "‖", "warn"
    if row.ball.startswith("department:"):
        return "?", "request-head"
    if row.conversation.state is State.SNOOZED:
        return "z", "dim"
    if row.conversation.state is State.CLOSED:
        return "-", "dim"
    if row.planned is not None:
        return "◷", "dim"
    if row.ball == "us":
        return REQUEST_SIGNS[row.back[1]] if row.back else "●", "urgent"
    return " ", "dim"


def conversation_line(
    row: Row, width: int, now: datetime, me: str, *, marked: bool, here: tuple[str, str] = ("", "")
) -> Line:
    """Return a conversation's line: sign, platform, contact, wait, who else is `here`, last words, owner."""
    c = row.conversation
    mark, mark_style = sign(row)
    waits = ago(c.waiting_since or c.last_at, now)
    late = row.due is not None and row.due < now
    owner = "" if c.owner in (None, me) else f"↷{row.acting}" if row.acting not in ("", me) else c.owner
    words = last_words(c)
    if row.planned is not None:
        words = f"◷ {clock(row.planned, now)} · {words}"
    if row.ball.startswith("department:"):
        words = f"→ {row.ball.partition(':')[2]}{_since(row, now)}{' !' if late else ''} · {words}"
    elif row.back:
        words = f"{REQUEST_SIGNS[row.back[1]]} {row.back[0]}{_since(row, now)} · {words}"
    if row.draft:
        words = f"✎ {words}"
    contact = max(10, min(22, width // 5))
    visible = "@" if c.visibility == "public" else " "
    owner_width = 8 if width >= 70 else 0
    if owner and not owner_width:
        words = f"({owner}) {words}"
    cells = [
        ("▪" if marked else " ", 1, "mark"),
        (mark, 1, mark_style),
        (short(row.platform), 2, "dim"),
        (visible, 2, "dim"),
        (row.contact, contact, "strong" if row.ball == "us" else "plain"),
        (
            f"{waits:>5}{_target(row, now)}",
            6,
            "warn" if _target(row, now) == "!" else "urgent" if row.ball == "us" else "dim",
        ),
        *_here(*here, width),
        (words, 0, "warn" if late else "plain"),
    ]
    if owner_width:
        cells.append((" " + (owner or ("" if c.owner else t("nobody"))), owner_width, "dim"))
    return columns(width, *cells)


def last_words(c: Conversation) -> str:
    """Return what a list shows of what was said last; a subject stands before the first message, or before next to nothing."""
    words = " ".join(c.preview.split())
    told = c.subject and (c.last_number <= 1 or len(words) < SAYS_LITTLE)
    return f"{c.subject} · {words}" if told else words


def _since(row: Row, now: datetime) -> str:
    """Say since when whoever has the ball has it."""
    return f" {ago(row.since, now)}" if row.since is not None else ""


def _target(row: Row, now: datetime) -> str:
    """Return the sign that a contact waits nearly too long for the channel's hours, or too long."""
    if row.target is None or row.near is None or now < row.near:
        return " "
    return "!" if now >= row.target else "·"


def _here(mark: str, names: str, width: int) -> list[tuple[str, int, str]]:
    """Return the cell that says who else is at a conversation, with names where there is room."""
    if not mark:
        return []
    said = f"{mark} {names}" if width >= 70 else mark
    return [(said, min(cell_len(said), 20) + 1, "warn" if mark == WRITES else "mark")]


REQUEST_SIGNS = {
    RequestState.OPEN: "●",
    RequestState.TAKEN: "▶",
    RequestState.ANSWERED: "✓",
    RequestState.RETURNED: "↩",
}
"""A sign for each state in which a request wants something."""


def legend() -> list[str]:
    """Return what the signs of the lists mean, for the help."""
    signs = (
        ("●", t("waits for us")),
        ("?", t("waits for a department (!: too long)")),
        (REQUEST_SIGNS[RequestState.ANSWERED], t("a department has answered")),
        (REQUEST_SIGNS[RequestState.RETURNED], t("a department asks back")),
        ("‖", t("a reply waits for a sign-off")),
        ("✗", t("a reply did not arrive, or nobody knows")),
        ("5m· 2h!", t("the answer is due soon, is overdue by the channel's hours")),
        ("✎", t("a reply is begun")),
        ("◷", t("a reply is planned and leaves at its time")),
        (f"{READS} {WRITES}", t("a colleague is reading, is writing to the contact")),
        ("z -", t("asleep, closed")),
        ("@", t("public")),
        ("↷", t("who acts while the owner is away")),
        ("+ml ≈1", t("the same person elsewhere; who else it may be")),
    )
    platforms = ", ".join(f"{short} {platform}" for platform, short in PLATFORMS.items())
    return [*(f"  {mark:<22} {meaning}" for mark, meaning in signs), f"  {platforms}"]


def request_line(row: RequestRow, width: int, now: datetime) -> Line:
    """Return a request's line: state, due, question; who asks where there is room."""
    r = row.request
    theirs = r.state in AT_DEPARTMENT
    late = r.due is not None and r.due < now and theirs
    due = ahead(r.due, now) if r.due and theirs else f"{t(r.state)} {ago(r.since, now)}"
    cells = [
        ("!" if late else " ", 1, "warn"),
        (REQUEST_SIGNS.get(r.state, " "), 2, "urgent" if theirs else "dim"),
        (due, 15, "warn" if late else "dim"),
        (" " + " ".join(str(r.question).split()), 0, "strong" if theirs else "dim"),
    ]
    if width >= 70:
        cells += [(f" {r.author}", 10, "dim"), (f"#{r.id}", 8, "dim")]
    return columns(width, *cells)


def load_line(load: Load, width: int, now: datetime, weight: float = 0, most: float = 0) -> Line:
    """Return a colleague's line: open, waiting, longest wait, requests, and what all of it weighs, also as a bar."""
    heavy = load.oldest is not None and (now - load.oldest).total_seconds() > 3600
    cells = [
        ("  " + (load.person or t("– nobody")), 14, "plain" if load.person else "warn"),
        (f"{load.open:>5}", 6, "plain"),
        (f"{load.waiting:>7}", 8, "urgent" if load.waiting else "dim"),
        (f"{ago(load.oldest, now) if load.oldest else '–':>8}", 9, "warn" if heavy else "dim"),
        (f"{load.requests:>6} ", 7, "dim"),
        (f"{number(weight):>6} ", 7, "plain"),
        (bar(weight, most, max(4, min(24, width - 53))), 0, "dim"),
    ]
    return columns(width, *cells)


LOAD_HEAD = ("  owner", 14), ("open", 6), ("waits", 8), ("oldest", 9), ("asked", 7), ("load", 7)
"""Heads of the load table with their widths."""
