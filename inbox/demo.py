"""Builds the demo inbox: people of all roles, channels with scripted customers, work in every state.

Everything is done through desks and the intake, as people and platforms would do it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from inbox.bootstrap import House, create, open_house
from inbox.domain import commands as c
from inbox.domain.model import Role
from inbox.errors import Refused
from inbox.ports.desk import Desk, Row, View, made
from inbox.texts import t
from inbox.tui.models.rows import conversation_line
from inbox.tui.models.thread import ThreadModel

PEOPLE = (
    ("anna", (Role.MANAGER,), ()),
    ("jonas", (Role.MANAGER,), ()),
    ("mia", (Role.TRAINEE,), ()),
    ("tom", (Role.SPECIALIST,), ("development",)),
    ("eva", (Role.SPECIALIST,), ("legal",)),
    ("otto", (Role.AUDITOR,), ()),
)
DEPARTMENTS = (("development", 4), ("legal", 24), ("product", 8), ("shipping", 2))
CHANNELS = ("facebook", "mastodon", "instagram", "whatsapp", "telegram", "x", "email")

_ASKED = {
    "development": (
        "Stürzt die App seit 5.2 wirklich bei Rezepten ab, und wann kommt die Korrektur?",
        "Does the app really crash on recipes since 5.2, and when is the fix out?",
    ),
    "legal": ("Was dürfen wir zur Haftung bei Charge 7 sagen?", "What may we say about liability for batch 7?"),
    "shipping": ("Wo ist Sendung 4711, und was darf ich zusagen?", "Where is parcel 4711, and what may I promise?"),
    "product": ("Gibt es die Dichtung der Barista 300 noch?", "Is the gasket of the Barista 300 still made?"),
}


async def build(folder: Path, lang: str, seed: int) -> str:
    """Make the demo inbox in a folder and return where it is. Raises: Refused where one stands already."""
    where = str(folder / "inbox.db")
    await create(where, lead="lea")
    async with open_house(where) as house:
        lea = await house.desk("lea")
        for name, hours in DEPARTMENTS:
            await lea.perform(c.AddDepartment(name, timedelta(hours=hours)))
        for name, roles, departments in PEOPLE:
            await lea.perform(c.AddPerson(name, roles, departments))
        for platform in CHANNELS:
            settings = {"pretends": platform, "lang": lang, "seed": str(seed), "backlog": "4"}
            settings |= {"storm": "1"} if platform == "x" else {}
            settings |= {"training": "1"} if platform in ("instagram", "telegram") else {}
            await lea.perform(c.AddChannel(f"acme@{platform}", "demo", tuple(sorted(settings.items()))))
        await house.sync_once()
        await _work(house, lang)
    return where


def _say(lang: str, german: str, english: str) -> str:
    return german if lang == "de" else english


async def _work(house: House, lang: str) -> None:
    """Leave the traces of a working morning."""
    anna, jonas, mia = await house.desk("anna"), await house.desk("jonas"), await house.desk("mia")
    lea, tom = await house.desk("lea"), await house.desk("tom")
    page = await anna.conversations(View.UNOWNED, limit=100)
    rows = list(page.items)
    await _asks(anna, tom, rows, lang)
    mine = [r for r in rows if r.conversation.channel == "acme@facebook"][:2] + [
        r for r in rows if r.conversation.channel == "acme@email"
    ][:2]
    for row in mine:
        await _try(anna, c.Take(row.conversation.id))
    for row in [r for r in rows if r.conversation.channel in ("acme@whatsapp", "acme@x")][:5]:
        await _try(jonas, c.Take(row.conversation.id))
    training = next((r for r in rows if r.conversation.channel == "acme@instagram"), None)
    if training is not None:
        text = _say(
            lang,
            "Hallo! Das tut uns leid, wir schicken das fehlende Teil heute los. 😊",
            "Hello! Sorry about that, we are sending the missing part today. 😊",
        )
        await _try(mia, c.Reply(training.conversation.id, text))
    if mine:
        note = _say(
            lang,
            "Tracking sagt „Depot Kassel“, seit Dienstag nichts Neues.",
            'Tracking says "Kassel depot", nothing new since Tuesday.',
        )
        await _try(anna, c.WriteNote(mine[0].conversation.id, note))
        await _try(
            anna,
            c.SaveDraft(
                mine[-1].conversation.id,
                _say(lang, "Guten Tag, danke für Ihre Nachricht. ", "Hello, thank you for your message. "),
            ),
        )
    snoozed = next((r for r in rows if r.conversation.channel == "acme@telegram"), None)
    if snoozed is not None:
        await _try(lea, c.Take(snoozed.conversation.id))
        await _try(lea, c.Snooze(snoozed.conversation.id, datetime.now(UTC) + timedelta(hours=3)))


async def _asks(anna: Desk, tom: Desk, rows: Sequence[Row], lang: str) -> None:
    """Questions in every state: open, answered, asked back."""
    asked: dict[str, int] = {}
    words = {
        "development": ("app", "5.2"),
        "legal": ("harge 7", "atch 7"),
        "shipping": ("4711",),
        "product": ("arista",),
    }
    for department, needles in words.items():
        row = next(
            (
                r
                for r in rows
                if any(n in r.conversation.preview for n in needles) and r.conversation.id not in asked.values()
            ),
            None,
        )
        if row is None:
            continue
        id = row.conversation.id
        await _try(anna, c.Take(id))
        last = (await anna.thread(id, limit=1)).messages[-1].id
        question = _say(lang, *_ASKED[department])
        facts = await anna.perform(c.Ask(id, department, question, blocking=department == "legal", show=(last,)))
        asked[department] = made(facts) or 0
    if "development" in asked:
        more = next(
            (r for r in rows if r.conversation.channel == "acme@mastodon" and r.conversation.id not in asked.values()),
            rows[0],
        )
        last = (await anna.thread(more.conversation.id, limit=1)).messages[-1].id
        question = _say(lang, "Betrifft das auch Android 14?", "Does this affect Android 14 too?")
        facts = await anna.perform(c.Ask(more.conversation.id, "development", question, show=(last,)))
        answer = _say(
            lang,
            "Ja, ab 14. Die Korrektur 5.2.1 ist morgen im Store.",
            "Yes, from 14 on. The fix 5.2.1 is in the store tomorrow.",
        )
        await tom.perform(c.Answer(made(facts) or 0, answer))


async def _try(desk: Desk, command: c.Command) -> None:
    """Do what fits: which customer wrote where depends on the seed."""
    try:
        await desk.perform(command)
    except Refused:
        # Somebody else of the cast has it already; the demo is as good without.
        return


async def picture(where: str, person: str, width: int = 100) -> str:
    """Return one picture of the inbox as text: counts, list, a thread, requests."""
    async with open_house(where) as house:
        desk = await house.desk(person)
        counts, now = await desk.counts(), datetime.now(UTC)
        head = " · ".join(
            f"{t(v)} {counts.views[v]}"
            for v in (View.MINE, View.UNOWNED, View.WAITING, View.REQUESTS, View.HELD, View.ALL)
        )
        page = await desk.conversations(View.WAITING, limit=12)
        lines = [f"INBOX  {head}   {person}", "─" * width]
        lines += [
            "".join(x for x, _ in conversation_line(r, width, now, person, marked=False)).rstrip() for r in page.items
        ]
        asked = await desk.requests(limit=1)
        chosen = asked.items[0].request.conversation if asked.items else page.items[0].conversation.id
        model = ThreadModel(desk, chosen)
        await model.load()
        contact = model.thread.row.contact if model.thread else ""
        lines += ["─" * width, f"#{chosen} {contact}"]
        for entry in model.entries:
            lines += ["".join(x for x, _ in line) for line in model.lines(entry, width, now)]
    lines += ["─" * width, t("This is a picture; in a terminal the demo is alive: inbox demo")]
    return "\n".join(lines)
