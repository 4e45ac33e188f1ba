"""Commands that sign off: held, approve, refuse, stop, check, guard, risks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from inbox.cli import plain
from inbox.cli.common import ID, Session, common, do, forced, keyed, more, page, paged, text_of, with_desk
from inbox.cli.printing import emit, emit_json, remark, table
from inbox.disk import text_at
from inbox.domain import commands as c
from inbox.domain.events import Recorded, ReplyApproved
from inbox.domain.holding import Hold
from inbox.domain.signing import DELAYED, MINUTES, Guard, Step
from inbox.errors import BadInput, NotFound
from inbox.texts import explain, in_words, t

if TYPE_CHECKING:
    from inbox.ports.desk import Desk
    from inbox.ports.page import Page
    from inbox.ports.signing import HeldRow


@click.command()
@paged
@common
def held_(session: Session, limit: int, after: str) -> None:
    """List replies that wait for a sign-off, or leave after a while in which a lead can stop them."""
    found: Page[HeldRow] = with_desk(session, lambda desk: desk.held(limit=limit, after=after))
    if session.json:
        emit_json({"items": [_held(row) for row in found.items], "next": found.next})
    elif session.quiet:
        for row in found.items:
            emit(str(row.message.id))
    else:
        rows = ((str(r.message.id), r.message.author, r.contact, because(r), r.text) for r in found.items)
        table(rows, [t("id"), t("written by"), t("contact"), t("why"), t("text")])
        more(found)


def because(row: HeldRow) -> str:
    """Say in few words why a reply waits: the rules, and whose word is needed."""
    rules = dict.fromkeys(t(hold.rule) for m in row.parts for hold in m.holds)
    return ", ".join(rules) or t("sign-off")


def _held(row: HeldRow) -> dict[str, Any]:
    m = row.message
    return {
        **plain.message(m, row.contact),
        "text": row.text,
        "conversation": str(m.conversation),
        "contact": row.contact,
        "channel": row.channel,
        "visibility": m.visibility,
        "due": plain.at(m.due),
        "holds": [_hold(hold) for hold in m.holds],
        "stoppable": any(hold.rule == DELAYED for hold in m.holds),
        "lacks": row.lacks,
        "answers_to": [str(said.words) for said in row.shown],
    }


def _hold(hold: Hold) -> dict[str, Any]:
    return {"rule": hold.rule, "competence": hold.competence, "why": t(hold.why), "span": list(hold.span)}


@click.command()
@click.argument("message", type=ID)
@click.option("--edit", "text", default=None, metavar="TEXT", help="What it says instead; - reads standard input.")
@forced
@keyed
@common
def approve_(session: Session, message: int, text: str | None, force_stale: bool, key: str) -> None:
    """Let a held reply go, as it is or as you write it anew; its writer learns the difference."""
    said = None if text is None else text_of((text,))

    def told(facts: tuple[Recorded, ...]) -> str:
        if any(isinstance(fact.event, ReplyApproved) for fact in facts):
            return t("Reply {id} goes out.", id=message)
        return t("What you wrote in reply {id} waits for somebody else's word.", id=message)

    do(session, c.Approve(message, force_stale, said), key, of=told)


@click.command()
@click.argument("message", type=ID)
@click.option("--why", required=True, metavar="LINE", help="A reason for its writer.")
@keyed
@common
def refuse_(session: Session, message: int, why: str, key: str) -> None:
    """Give a held reply back to its writer."""
    do(session, c.Refuse(message, why), key, lambda _: t("Reply {id} is back in the draft.", id=message))


@click.command()
@click.argument("message", type=ID)
@keyed
@common
def stop_(session: Session, message: int, key: str) -> None:
    """Stop a reply that leaves after a while: it waits for a sign-off then."""
    do(session, c.Stop(message), key, lambda _: t("Reply {id} is stopped and waits for a sign-off.", id=message))


@click.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--public", is_flag=True, help="As it would be said in public.")
@click.option("--channel", default="", metavar="C", help="As you would say it on this channel.")
@click.option("--lang", default="", type=click.Choice(["", "de", "en"]), help="Its language (found out).")
@click.option("--rules", "file", default="", metavar="FILE", help="Try the risk rules in this file instead.")
@common
def check_(session: Session, text: tuple[str, ...], public: bool, channel: str, lang: str, file: str) -> None:
    """Say what would hold this reply, and send nothing; - reads one text a line and prints one document a line."""
    rules = _file(file) if file else ""
    asked = {"public": public, "lang": lang, "rules": rules, "channel": channel}
    if text == ("-",):
        lines = text_of(text).splitlines()
        for found in _checked(session, lines, asked):
            emit_json({"holds": [_hold(hold) for hold in found]})
        return
    said = " ".join(text)
    (found,) = _checked(session, [said], asked)
    if session.json:
        emit_json({"holds": [_hold(hold) for hold in found]})
    elif session.quiet:
        for rule in dict.fromkeys(hold.rule for hold in found):
            emit(rule)
    elif not found:
        emit(t("Nothing holds this."))
    else:
        rows = ((t(h.rule), in_words(h.competence or "lead"), t(h.why), said[slice(*h.span)]) for h in found)
        table(rows, [t("rule"), t("may be released by"), t("why"), t("text")])


def _checked(session: Session, texts: list[str], asked: dict[str, Any]) -> list[tuple[Hold, ...]]:
    """Check texts by the rules of the inbox; where there is none yet, by the standard ones."""

    async def work(desk: Desk) -> list[tuple[Hold, ...]]:
        return [await desk.check(said, **asked) for said in texts]

    try:
        found: list[tuple[Hold, ...]] = with_desk(session, work)
    except NotFound:
        if session.inbox or session.person or asked["channel"] or _known():
            raise
        from inbox.domain.risk.assessing import assess
        from inbox.domain.risk.standard import STANDARD
        from inbox.domain.risk.weighing import weigh

        rules = asked["rules"] or STANDARD
        weigh(rules)
        found = [assess(said, rules, public=asked["public"], lang=asked["lang"]) for said in texts]
    return found


def _known() -> bool:
    """Tell whether there is an inbox where one is looked for."""
    from inbox import config

    where = config.where("")
    return "://" in where or Path(where).exists()


def _file(path: str) -> str:
    """Return a file of rules. Raises: BadInput."""
    if path == "-":
        return text_of(("-",))
    return text_at(path)


@click.group()
def guard_() -> None:
    """How freely somebody speaks for us: draft, four_eyes, delayed, free; per channel, in public and in private."""


@guard_.command("ls")
@paged
@common
def ls(session: Session, limit: int, after: str) -> None:
    """List where that is not by the role alone, and the steps the inbox proposes: for leads everybody's."""
    guards: tuple[Guard, ...] = with_desk(session, lambda desk: desk.guards())
    found = page(guards, lambda g: f"{g.person}/{g.channel}/{g.visibility}", limit, after)
    if session.json:
        emit_json({"items": [_guard(guard) for guard in found.items], "next": found.next})
    elif session.quiet:
        for name in dict.fromkeys(guard.person for guard in found.items):
            emit(name)
    else:
        rows = (
            (
                g.person,
                g.channel or t("every channel"),
                t(g.visibility) if g.visibility else "",
                t(g.step) if g.step else t("by the role"),
                str(g.minutes) if g.step is Step.DELAYED else "",
                str(g.unchanged),
                t(g.proposed) if g.proposed else "",
            )
            for g in found.items
        )
        table(
            rows,
            [t(head) for head in ("person", "channel", "where", "step", "minutes", "unchanged", "proposed")],
        )
        more(found)


def _guard(guard: Guard) -> dict[str, Any]:
    return {
        "person": guard.person,
        "channel": guard.channel,
        "visibility": guard.visibility,
        "step": guard.step,
        "minutes": guard.minutes,
        "unchanged": guard.unchanged,
        "proposed": guard.proposed,
    }


def _where(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say where a step holds."""
    seen = click.option(
        "--visibility", default="", type=click.Choice(["", "public", "private"]), help="Only in public, or in private."
    )
    return click.option("--channel", default="", metavar="C", help="Only on this channel.")(seen(command))


@guard_.command("set")
@click.argument("person")
@click.argument("step", type=click.Choice([str(step) for step in Step]))
@_where
@click.option("--minutes", default=MINUTES, type=int, help="How long a delayed reply waits (10).")
@keyed
@common
def set_guard(session: Session, person: str, step: str, channel: str, visibility: str, minutes: int, key: str) -> None:
    """Say how freely somebody speaks; the most exact word counts."""
    command = c.SetGuard(person, Step(step), channel, visibility, minutes)
    do(session, command, key, lambda _: t("{name} speaks so from now on: {step}.", name=person, step=t(step)))


@guard_.command("reset")
@click.argument("person")
@_where
@keyed
@common
def reset(session: Session, person: str, channel: str, visibility: str, key: str) -> None:
    """Go by the role again."""
    command = c.SetGuard(person, None, channel, visibility)
    do(session, command, key, lambda _: t("How freely {name} speaks goes by the role again.", name=person))


@click.group()
def risks_() -> None:
    """The risk rules: what a reply may not say without somebody else's word, in a file that a lead can edit and test."""


@risks_.command("show")
@common
def show(session: Session) -> None:
    """Print the rules that hold here, as they can be written anew; where there is no inbox yet, the standard ones."""
    try:
        text: str = with_desk(session, lambda desk: desk.risks())
    except NotFound:
        if session.inbox or session.person or _known():
            raise
        from inbox.domain.risk.standard import STANDARD as text  # noqa: N811 - what is printed
    if session.json:
        emit_json({"rules": text})
    else:
        emit(text)
    from inbox.domain.risk.reading import unread

    if why := unread(text):
        remark(t("These rules cannot be read any more, so the standard ones hold: {why}", why=explain(why)))


@risks_.command("set")
@click.argument("file")
@keyed
@common
def set_risks(session: Session, file: str, key: str) -> None:
    """Let the rules in a file hold from now on; try them before: inbox check --rules FILE TEXT."""
    text = _file(file)
    if not text.strip():
        raise BadInput(
            "There is no rule in it, so it would hold nothing; {command} brings the standard ones back.",
            command="inbox risks reset",
        )
    _change(session, text, key, t("These rules hold from now on."))


@risks_.command("reset")
@keyed
@common
def reset_risks(session: Session, key: str) -> None:
    """Bring the standard rules back."""
    _change(session, "", key, t("The standard rules hold again."))


def _change(session: Session, text: str, key: str, said: str) -> None:
    facts = with_desk(session, lambda desk: desk.perform(c.SetRisks(text), key))
    if session.json:
        emit_json({"events": [type(f.event).__name__ for f in facts]})
    elif not session.quiet:
        emit(said)
