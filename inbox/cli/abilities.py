"""Commands about who is able to do what, and what a conversation needs: competence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from inbox.cli import plain
from inbox.cli.common import ID, Session, common, do, keyed, more, now, page, paged, text_of, with_desk
from inbox.cli.printing import emit, emit_json, remark, table
from inbox.disk import text_at
from inbox.domain import commands as c
from inbox.domain.abilities import LEVELS
from inbox.domain.candidates import Candidate
from inbox.domain.competence import Competence
from inbox.domain.covering import Gap, Need
from inbox.domain.needing import Seen, needs, read_rules
from inbox.domain.needing_usual import USUAL
from inbox.texts import t
from inbox.tui.models.abilities import DOTS, because, gap_lines, named, suited
from inbox.tui.models.when import clock

if TYPE_CHECKING:
    from inbox.domain.abilities import Ability

_COMPETENCES = click.Choice([str(k) for k in Competence])


@click.group()
def competence_() -> None:
    """Who is able to do what, and what a conversation needs."""


@competence_.command("ls")
@click.argument("names", nargs=-1, metavar="[NAME]…")
@paged
@common
def ls(session: Session, names: tuple[str, ...], limit: int, after: str) -> None:
    """List levels with date and evidence: your own, as a lead everybody's."""
    known = [a for a in with_desk(session, lambda desk: desk.abilities()) if not names or a.holder in names]
    found = page(known, lambda a: a.key, limit, after)
    if session.json:
        emit_json({"items": [_ability(a) for a in found.items], "next": found.next})
    elif session.quiet:
        for a in found.items:
            emit(f"{a.holder} {a.competence} {a.level}")
    else:
        heads = [t("name"), t("competence"), t("level"), t("since"), t("by"), t("evidence")]
        table((_row(a) for a in found.items), heads)
        if known:
            more(found)
        else:
            remark(t("No levels are known here yet; a lead sets them with: inbox competence set"))


def _row(a: Ability) -> tuple[str, ...]:
    name = t("department {name}", name=a.holder) if a.department else a.holder
    doubt = f"  ✗ {t('contested: {why}', why=a.doubt)}" if a.doubt else ""
    return name, named(a.competence), f"{a.level} {DOTS[a.level]}", clock(a.at, now()), a.by, f"{a.evidence}{doubt}"


def _ability(a: Ability) -> dict[str, Any]:
    return {
        "name": a.holder,
        "department": a.department,
        "competence": a.competence,
        "level": a.level,
        "at": plain.at(a.at),
        "by": a.by,
        "evidence": str(a.evidence),
        "contested": None if a.doubt is None else str(a.doubt),
        "contested_at": plain.at(a.doubted_at),
    }


@competence_.command("set")
@click.argument("name")
@click.argument("competence", type=_COMPETENCES)
@click.argument("level", type=click.IntRange(0, LEVELS))
@click.option("--evidence", required=True, metavar="LINE", help="By what that is known.")
@click.option("--department", is_flag=True, help="NAME is a department.")
@keyed
@common
def set_(session: Session, name: str, competence: str, level: int, evidence: str, department: bool, key: str) -> None:
    """Say what level somebody has: 0 not at all, 1 with support, 2 alone, 3 can teach it."""
    which = Competence(competence)
    said = t("{name} has {competence} {level}.", name=name, competence=named(which), level=level)
    do(session, c.SetAbility(name, which, level, evidence, department), key, lambda _: said)


@competence_.command("contest")
@click.argument("competence", type=_COMPETENCES)
@click.option("--why", required=True, metavar="LINE", help="What is wrong about it.")
@keyed
@common
def contest(session: Session, competence: str, why: str, key: str) -> None:
    """Say what is wrong about your own level; a lead sees it and sets it anew."""
    which = Competence(competence)
    facts = with_desk(session, lambda desk: desk.perform(c.ContestAbility(which, why), key))
    _done(session, competence, [type(f.event).__name__ for f in facts], t("A lead sees that now."))


def _done(session: Session, id: str, events: list[str], said: str) -> None:
    if session.json:
        emit_json({"id": id, "events": events})
    else:
        emit(id if session.quiet else said)


@competence_.command("gap")
@click.argument("conversation", type=ID)
@common
def gap(session: Session, conversation: int) -> None:
    """Show what a conversation needs, what its owner lacks, and the smallest set of people that covers it."""
    found: Gap = with_desk(session, lambda desk: desk.gap(conversation))
    if session.json:
        emit_json(_gap(found))
    elif session.quiet:
        for support in found.support:
            emit(support.name)
    else:
        emit("\n".join(gap_lines(found)))


def _gap(g: Gap) -> dict[str, Any]:
    return {
        "id": str(g.conversation),
        "who": g.who,
        "needs": [_need(n) for n in g.needs],
        "lacks": [{"competence": k.competence, "has": k.has, "needed": k.needed} for k in g.lacks],
        "support": [{"name": s.name, "department": s.department, "covers": list(s.covers)} for s in g.support],
        "uncovered": list(g.uncovered),
        "mapped": g.mapped,
    }


def _need(n: Need) -> dict[str, Any]:
    return {"competence": n.competence, "level": n.level, "because": list(n.because), "by": n.by or None}


@competence_.command("need")
@click.argument("conversation", type=ID)
@click.argument("competence", type=_COMPETENCES)
@click.argument("level", type=click.Choice(["0", "1", "2", "3", "rules"]))
@keyed
@common
def need(session: Session, conversation: int, competence: str, level: str, key: str) -> None:
    """Say by hand what a conversation needs; 0 is not at all, "rules" goes by the rules again."""
    command = c.SetNeed(conversation, Competence(competence), None if level == "rules" else int(level))
    do(session, command, key, lambda _: t("That is said of conversation {id}.", id=conversation))


@competence_.command("owners")
@click.argument("conversation", type=ID)
@common
def owners(session: Session, conversation: int) -> None:
    """Suggest owners for a conversation, the most suitable first, each with the reasons."""
    found: tuple[Candidate, ...] = with_desk(session, lambda desk: desk.candidates(conversation))
    if session.json:
        emit_json({"items": [_candidate(x) for x in found], "next": None})
    elif session.quiet:
        for x in found:
            emit(x.name)
    else:
        table(((x.name, suited(x)) for x in found), [t("name"), t("why")])


def _candidate(x: Candidate) -> dict[str, Any]:
    return {
        "name": x.name,
        "covers": x.covers,
        "needs": x.needs,
        "lacks": [{"competence": k.competence, "has": k.has, "needed": k.needed} for k in x.lacks],
        "open": x.carried.opened,
        "waiting": x.carried.waiting,
        "requests": x.carried.requests,
        "here": x.here,
        "away_acts": x.stand_in or None,
        "needs_sign_off": x.signed,
        "weight": x.weight,
        "why": suited(x),
    }


@competence_.command("rules")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), required=False)
@click.option("--usual", is_flag=True, help="Go by the usual rules again.")
@keyed
@common
def rules(session: Session, file: Path | None, usual: bool, key: str) -> None:
    """Print the rules about what conversations need, or replace them by FILE (- reads standard input)."""
    if file is None and not usual:
        text = with_desk(session, lambda desk: desk.need_rules())
        emit_json({"own": bool(text), "text": text or USUAL}) if session.json else emit(text or USUAL)
        return
    text = "" if usual else text_of(["-"]) if str(file) == "-" else text_at(file or Path())
    facts = with_desk(session, lambda desk: desk.perform(c.SetNeedRules(text), key))
    n = len(read_rules(text or USUAL))
    _done(session, str(n), [type(f.event).__name__ for f in facts], t("{n} rules hold from now on.", n=n))


@competence_.command("check")
@click.argument("text", nargs=-1, required=True)
@click.option("--channel", default="", metavar="NAME", help="As if on this channel.")
@click.option("--public", is_flag=True, help="As if in public.")
@click.option("--tag", "tags", multiple=True, help="As if with this tag.")
@click.option("--rules", "file", type=click.Path(path_type=Path), help="By the rules in this file instead.")
@common
def check(
    session: Session, text: tuple[str, ...], channel: str, public: bool, tags: tuple[str, ...], file: Path | None
) -> None:
    """Show what a text would need, without touching anything; - reads standard input."""
    own = text_at(file) if file else with_desk(session, lambda desk: desk.need_rules()) or USUAL
    seen = Seen(text_of(text), channel, "public" if public else "private", tags)
    found = needs(read_rules(own), seen)
    if session.json:
        emit_json({"needs": [_need(n) for n in found]})
    elif session.quiet:
        for n in found:
            emit(f"{n.competence} {n.level}")
    else:
        rows = ((named(n.competence), f"{n.level} {DOTS[n.level]}", because(n)) for n in found)
        table(rows, [t("competence"), t("level"), t("why")])
        emit("" if found else t("This needs nothing in particular."))
