"""Commands about automatic rules: set, try over the past, switch on and off."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from inbox.cli.common import Session, common, do, keyed, more, page, paged, with_desk
from inbox.cli.plain import at, written
from inbox.cli.printing import emit, emit_json, remark, table
from inbox.domain.automation import WHENS, If, Rule, Then, deeds, sentence
from inbox.domain.commands import RemoveRule, SetRule, SwitchRule
from inbox.domain.model import Visibility
from inbox.errors import NotFound
from inbox.texts import t

if TYPE_CHECKING:
    from inbox.ports.desk import Desk
    from inbox.ports.routine import Match, Trial


@click.group()
def rule_() -> None:
    """Automatic rules: when something happens, if it is so, then this is done."""


@rule_.command("set")
@click.argument("name")
@click.option("--when", required=True, type=click.Choice(list(WHENS)), help="What sets it off.")
@click.option("--channel", default="", help="Only on this channel.")
@click.option(
    "--visibility", type=click.Choice([str(v) for v in Visibility]), default=None, help="Only public or private."
)
@click.option("--word", "words", multiple=True, metavar="WORDS", help="Only if one of these stands in the text.")
@click.option("--tag", default="", help="Only with this tag.")
@click.option("--unowned", is_flag=True, help="Only if nobody owns it.")
@click.option("--outside-hours", is_flag=True, help="Only outside business hours.")
@click.option(
    "--then", "thens", multiple=True, required=True, metavar="DEED", help="tag:WORD, untag:WORD, assign:PERSON, close"
)
@keyed
@common
def set_(
    session: Session, name: str, when: str, channel: str, visibility: str | None, words: tuple[str, ...], tag: str,
    unowned: bool, outside_hours: bool, thens: tuple[str, ...], key: str,
) -> None:  # fmt: skip
    """Keep a rule, or change the one of that name; it is off until it was tried and switched on."""
    done = tuple(Then(*then.split(":", 1)) for then in thens)
    command = SetRule(name, when, If(channel, visibility or "", words, tag, unowned, outside_hours), done)
    do(session, command, key, lambda _: _kept(session, name))


def _kept(session: Session, name: str) -> str:
    next_ = t("Next: {command}", command=session.command(f'rule try "{name}"'))
    return f"{t('The rule {name} is kept, and off.', name=name)} {next_}"


@rule_.command("ls")
@paged
@common
def ls(session: Session, limit: int, after: str) -> None:
    """List the rules."""
    all_ = with_desk(session, lambda desk: desk.rules())
    found = page(all_, lambda k: k.id, limit, after)
    if session.json:
        emit_json({"items": [_plain(k) for k in found.items], "next": found.next})
    elif session.quiet:
        for k in found.items:
            emit(k.name)
    else:
        table(
            ((k.name, t("switched on") if k.on else t("switched off"), sentence(k, t)) for k in found.items),
            [t("name"), "", t("what")],
        )
        more(found)


def _plain(k: Rule) -> dict[str, Any]:
    return {
        "id": str(k.id),
        "name": k.name,
        "on": k.on,
        "version": k.version,
        "when": k.when,
        "if": {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(k.if_).items()},
        "then": list(map(written, k.then)),
    }


async def _tried(desk: Desk, name: str, days: int) -> Trial:
    found = next((k for k in await desk.rules() if k.name.casefold() == name.casefold()), None)
    if found is None:
        raise NotFound("There is no rule {name} here for you.", name=name)
    return await desk.rehearsed(found.id, datetime.now(UTC) - timedelta(days=days))


@rule_.command("try")
@click.argument("name")
@click.option("--days", default=30, type=click.IntRange(1, 3650), help="Over how many days of the past (30).")
@common
def try_(session: Session, name: str, days: int) -> None:
    """Show what a rule would have done over the past; nothing is changed."""
    found: Trial = with_desk(session, lambda desk: _tried(desk, name, days))
    if session.json:
        emit_json(
            {
                "rule": _plain(found.rule),
                "trial": found.rule.trial,
                "looked": found.looked,
                "capped": found.capped,
                "items": [_match(m) for m in found.matches],
            }
        )
    elif session.quiet:
        for m in found.matches:
            emit(str(m.conversation))
    else:
        rows = ((str(m.conversation), f"{m.at.astimezone():%d.%m. %H:%M}", m.contact, did(m)) for m in found.matches)
        table(rows, [t("conversation"), t("when"), t("contact"), t("would have")])
        remark(tally(found))
        remark(
            t("Next: {command}", command=session.command(f'rule on "{found.rule.name}" --version {found.rule.trial}'))
        )


def did(m: Match) -> str:
    """Say what a rule would have done to a conversation."""
    return deeds(m.done, t)


def tally(found: Trial) -> str:
    """Say how often a rule would have done something."""
    said = t("Set off {n} times; conversations that would have changed: {m}.", n=found.looked, m=len(found.matches))
    return f"{said} {t('There was more; only the latest were looked at.')}" if found.capped else said


def _match(m: Match) -> dict[str, Any]:
    done = list(map(written, m.done))
    return {"conversation": str(m.conversation), "contact": m.contact, "at": at(m.at), "done": done}


@rule_.command("on")
@click.argument("name")
@click.option("--version", type=int, default=None, metavar="N", help="What inbox rule try has shown.")
@keyed
@common
def on(session: Session, name: str, version: int | None, key: str) -> None:
    """Switch a rule on, as it was tried."""
    do(session, SwitchRule(name, on=True, version=version), key, lambda _: t("The rule {name} is on.", name=name))


@rule_.command("off")
@click.argument("name")
@keyed
@common
def off(session: Session, name: str, key: str) -> None:
    """Switch a rule off; what it did stays."""
    do(session, SwitchRule(name, on=False), key, lambda _: t("The rule {name} is off.", name=name))


@rule_.command("rm")
@click.argument("name")
@keyed
@common
def rm(session: Session, name: str, key: str) -> None:
    """Forget a rule; what it did stays."""
    do(session, RemoveRule(name), key, lambda _: t("The rule {name} is gone.", name=name))
