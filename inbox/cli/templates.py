"""Commands about templates: answers that are written once, and how one is filled for a conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from inbox.cli.common import ID, Session, common, do, keyed, more, page, paged, text_of, with_desk
from inbox.cli.plain import at
from inbox.cli.printing import emit, emit_json, table
from inbox.domain.commands import RemoveTemplate, SetTemplate
from inbox.domain.filling import Filled, asked, variables
from inbox.domain.templates import Template
from inbox.errors import BadInput, NotFound
from inbox.texts import t

if TYPE_CHECKING:
    from inbox.ports.desk import Desk


@click.group()
def template_() -> None:
    """Answers that are written once, with variables."""


@template_.command("set")
@click.argument("name")
@click.argument("text", nargs=-1, required=True)
@click.option("--channel", "channels", multiple=True, metavar="C", help="Only for this channel.")
@click.option("--own", is_flag=True, help="Only for yourself.")
@keyed
@common
def set_(session: Session, name: str, text: tuple[str, ...], channels: tuple[str, ...], own: bool, key: str) -> None:
    """Keep a template, or change the one of that name; TEXT - reads standard input.

    {first_name|dear customer} is a variable with what stands in for it, {?order number} is asked of the writer.
    """
    command = SetTemplate(name, text_of(text), channels, own)
    do(session, command, key, lambda _: t("The template {name} is kept.", name=name))


@template_.command("rm")
@click.argument("name")
@click.option("--own", is_flag=True, help="Your own of that name.")
@keyed
@common
def rm(session: Session, name: str, own: bool, key: str) -> None:
    """Forget a template; replies made from it stay."""
    do(session, RemoveTemplate(name, own), key, lambda _: t("The template {name} is gone.", name=name))


@template_.command("ls")
@paged
@common
def ls(session: Session, limit: int, after: str) -> None:
    """List the templates you may use, your own first."""
    all_ = with_desk(session, lambda desk: desk.templates())
    found = page(all_, lambda k: k.id, limit, after)
    if session.json:
        emit_json({"items": [_plain(k) for k in found.items], "next": found.next})
    elif session.quiet:
        for k in found.items:
            emit(k.name)
    else:
        rows = (
            (k.name, k.owner or t("everybody"), ", ".join(k.channels) or t("all"), str(k.words)) for k in found.items
        )
        table(rows, [t("name"), t("whose"), t("channels"), t("text")])
        more(found)


def _plain(k: Template) -> dict[str, Any]:
    return {
        "id": str(k.id),
        "name": k.name,
        "owner": k.owner or None,
        "channels": list(k.channels),
        "text": str(k.words),
        "asks": list(asked(str(k.words))),
        "by": k.by,
        "at": at(k.at),
    }


def said_of(pairs: tuple[str, ...]) -> dict[str, str]:
    """Read KEY=VALUE. Raises: BadInput."""
    found = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    if len(found) != len(pairs):
        raise BadInput("Write it like {example}.", example='--set "order number=4711"')
    return {" ".join(k.split()): v for k, v in found.items()}


async def template_named(desk: Desk, name: str) -> Template:
    """Return the template somebody means, their own before everybody's. Raises: NotFound."""
    found = next((k for k in await desk.templates() if k.name.casefold() == name.strip().casefold()), None)
    if found is None:
        raise NotFound("There is no template {name} here for you.", name=name)
    return found


async def filled(desk: Desk, template: Template, conversation: int, said: dict[str, str]) -> Filled:
    """Return a template filled with what is known, and with what the writer says. Raises: BadInput, NotFound."""
    found = await desk.filled(conversation, template.id, said)
    text = str(template.words)
    if unknown := [key for key in said if key not in (*asked(text), *variables(text))]:
        raise BadInput("The template {name} does not ask for {key}.", name=template.name, key=unknown[0])
    return found


@template_.command("fill")
@click.argument("name")
@click.argument("conversation", type=ID)
@click.option("--set", "pairs", multiple=True, metavar="KEY=VALUE", help="What the template asks for.")
@common
def fill_(session: Session, name: str, conversation: int, pairs: tuple[str, ...]) -> None:
    """Show what a template would say in a conversation; sends nothing."""
    said = said_of(pairs)

    async def work(desk: Desk) -> Filled:
        return await filled(desk, await template_named(desk, name), conversation, said)

    found: Filled = with_desk(session, work)
    if session.json:
        emit_json({"text": found.text, "open": list(found.gaps)})
    else:
        emit(found.text)
