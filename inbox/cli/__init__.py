"""The command line: the third door to the same desk. Each command's module loads when it is called."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from inbox.cli.common import Session

COMMANDS = {
    "demo": "running", "sync": "running", "import": "running", "verify": "running", "doctor": "running", "keys": "running",
    "init": "setup", "person": "setup", "department": "setup", "channel": "setup", "adapter": "setup",
    "ls": "reading", "show": "reading", "search": "reading", "held": "reading", "requests": "reading",
    "take": "acting", "assign": "acting", "release": "acting", "reply": "acting", "undo": "acting", "note": "acting",
    "close": "acting", "reopen": "acting", "snooze": "acting", "tag": "acting", "approve": "acting", "refuse": "acting",
    "resolve": "acting",
    "ask": "asking", "request": "asking",
}  # fmt: skip
"""Every command and the module it lives in, under its own name with `_` behind it."""


class Lazy(click.Group):
    """A group that imports a command only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"inbox.cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name}_")
        return command


@click.group(cls=Lazy, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--inbox", "inbox_", default="", metavar="WHERE", help="The inbox: a file.")
@click.option("--as", "as_", default="", metavar="PERSON", help="Who is asking.")
@click.option("--json", "json_", is_flag=True, help="Print one JSON document.")
@click.option("--quiet", "quiet_", is_flag=True, help="Print ids, one a line.")
@click.version_option(package_name="chefsache", prog_name="inbox")
@click.pass_context
def inbox(context: click.Context, inbox_: str, as_: str, json_: bool, quiet_: bool) -> None:
    """A shared inbox for customer dialogue. Without a command: the screens."""
    context.obj = Session(inbox_, as_, json_, quiet_)
    if context.invoked_subcommand is None:
        from inbox.cli.running import screens  # the screens are heavy

        screens(context.obj)


def main(arguments: list[str] | None = None) -> None:
    """Run the program."""
    options: dict[str, Any] = {"args": arguments, "prog_name": "inbox"}
    try:
        inbox.main(**options)
    except BrokenPipeError:
        # Whoever read us has gone, as `head` does; that is no error. Python must not complain at exit either.
        sys.stderr.close()
        sys.exit(0)
