"""Commands that carry an inbox elsewhere, and look after the key of its secrets: move, backup, restore, secrets."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from inbox import config
from inbox.cli.common import Session, common
from inbox.cli.printing import emit, emit_json, remark
from inbox.cli.running import Bar
from inbox.errors import Refused
from inbox.texts import t


@click.command()
@click.argument("source")
@click.argument("target")
@common
def move_(session: Session, source: str, target: str) -> None:
    """Carry a whole inbox from one place to a new one: a file, or postgresql://…; the source stays as it is."""
    from inbox.bootstrap import move  # not needed for --help

    with _watched(session) as progress:
        moved = asyncio.run(move(source, target, progress))
    counts = {"events": moved.last, "messages": moved.verdict.messages, "conversations": moved.verdict.conversations}
    if session.documents:
        why = {} if moved.verdict.ok else {"bad": moved.verdict.bad, "why": moved.verdict.why}
        emit_json({"ok": moved.verdict.ok, "rows": moved.rows, "head": moved.head, **counts} | why)
    elif not session.quiet and moved.verdict.ok:
        emit(t("Moved and verified: {events} facts, {messages} messages, {conversations} conversations.", **counts))
    if not moved.verdict.ok:
        remark(t("The copy does not verify, and the original may not either: {why}", why=moved.verdict.why))
        sys.exit(1)
    if moved.behind:
        remark(t("The original has gone on since; end every program that uses it, and move again into a new place."))
        sys.exit(1)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--with-secrets", is_flag=True, help="Enclose the channels' secrets, readable, in FILE.secrets.")
@common
def backup_(session: Session, file: Path, with_secrets: bool) -> None:
    """Copy the whole inbox into a new file while people work on; put it back with restore."""
    from inbox.backup import back_up  # not needed for --help

    with _watched(session) as progress:
        size = asyncio.run(back_up(config.where(session.inbox), file, progress, secrets=with_secrets))
    if session.documents:
        emit_json({"path": str(file), "bytes": size, "secrets": with_secrets})
    elif not session.quiet:
        emit(t("{path} holds the whole inbox ({n} MB).", path=file, n=round(size / 1e6, 1)))
        if not with_secrets:
            remark(t("The channels' secrets are not in it; --with-secrets encloses them."))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("target")
@common
def restore_(session: Session, file: Path, target: str) -> None:
    """Put a backup into a place that holds nothing, a file or postgresql://…, and verify it there."""
    from inbox.backup import put_back  # not needed for --help

    with _watched(session) as progress:
        ok, why = asyncio.run(put_back(file, target, progress))
    if session.documents:
        emit_json({"ok": ok} | ({} if ok else {"why": why}))
    elif ok and not session.quiet:
        emit(t("All is back and verified; open it with: inbox --inbox {where}", where=target))
    if not ok:
        remark(t("The copy does not verify, and the original may not either: {why}", why=why))
        sys.exit(1)


@contextmanager
def _watched(session: Session) -> Iterator[Callable[[int, int], None]]:
    bar = Bar() if sys.stderr.isatty() and not session.quiet else None
    try:
        yield bar or (lambda _, __: None)
    finally:
        if bar is not None:
            bar.end()


@click.group()
def secrets_() -> None:
    """The key that seals secrets kept in a database."""


@secrets_.command("new-key")
@common
def new_key(session: Session) -> None:
    """Put a new key in front of the others in the key file (INBOX_SECRETS_KEY), making it if there is none."""
    from inbox.storage.sealed import add_key  # an extra

    path: Path = config.secrets_key()
    name = add_key(path)
    if session.documents:
        emit_json({"path": str(path), "key": name})
    elif not session.quiet:
        emit(
            t(
                "{path} seals with key {name} now; copy it to every node, then run: inbox secrets reseal",
                path=path,
                name=name,
            )
        )


@secrets_.command("reseal")
@common
def reseal(session: Session) -> None:
    """Seal all secrets anew with the first key of the key file; older keys may be taken out of it afterwards."""
    from inbox.bootstrap import secrets_of  # not needed for --help
    from inbox.secrets import Secrets

    kept = secrets_of(config.where(session.inbox))
    if isinstance(kept, Secrets):
        raise Refused("Only secrets in a database are sealed; those of this inbox lie in {where}.", where=kept.where)
    count = kept.reseal()
    if session.documents:
        emit_json({"channels": count})
    elif not session.quiet:
        emit(t("Sealed anew: {n} channels.", n=count))
