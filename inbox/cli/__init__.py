"""The command line: the third door to the same desk. Each command's module loads when it is called."""

from __future__ import annotations

import importlib
import logging
import os
import sys
from contextlib import suppress
from typing import Any, NoReturn

import click

from inbox import config, texts
from inbox.cli.common import OPTIONS, Session, written
from inbox.cli.printing import fail, log
from inbox.cli.wording import spoken, teach
from inbox.errors import BadInput, InboxError

COMMANDS = {
    "demo": "screens", "init": "setup", "ls": "reading", "show": "reading", "search": "reading", "attachment": "reading",
    "take": "acting", "assign": "acting", "release": "acting", "reply": "acting", "undo": "acting", "note": "acting",
    "close": "acting", "reopen": "acting", "snooze": "acting", "tag": "acting",
    "ask": "asking", "requests": "asking", "request": "asking", "knowledge": "knowledge",
    "resolve": "acting",
    "held": "signing", "approve": "signing", "refuse": "signing", "stop": "signing", "check": "signing", "guard": "signing",
    "risks": "signing",
    "import": "running", "sync": "running", "serve": "running", "verify": "running", "doctor": "running", "keys": "running",
    "report": "reporting", "contact": "contacts", "move": "moving", "backup": "moving", "restore": "moving", "secrets": "moving",
    "person": "setup", "department": "setup", "channel": "channels", "adapter": "adapters",
    "competence": "abilities", "absence": "absences", "handover": "absences",
    "goal": "goals", "guideline": "goals", "why": "reasons",
    "storm": "storms", "freeze": "storms", "unfreeze": "storms",
    "web": "browser", "token": "tokens", "login": "entering", "logout": "entering",
}  # fmt: skip
"""Every command and the module it lives in, under its own name with `_` behind it."""


class Lazy(click.Group):
    """A group that imports a command only when it is called, and says every error of ours in one place."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"inbox.cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name}_")
        return spoken(command)

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Choose the language before anything is said, help and wrong usage included."""
        with suppress(InboxError):  # a configuration with a mistake is told when a command is called
            _speak()
        try:
            return click.Group.make_context(spoken(self), info_name, args, parent, **extra)
        except BrokenPipeError:
            _unheard()

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments, which must be text: what cannot be written again cannot be kept or found either."""
        for number, argument in enumerate(args, 1):
            if not written(argument):
                fail(BadInput("Argument {n} is no UTF-8 text.", n=number))
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Carry the command out; an error ends the program with its sentence and the code that fits."""
        try:
            return super().invoke(ctx)
        except InboxError as error:
            fail(error)
        except BrokenPipeError:
            _unheard()


def _speak() -> None:
    texts.speak("" if os.environ.get("INBOX_LANG") else config.read_config(config.config_file()).lang)


def _unheard() -> NoReturn:
    """End quietly because whoever read us has gone, as `head` does; Python must not complain at exit either."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)


@click.group(cls=Lazy, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="chefsache", prog_name="inbox")
@click.pass_context
def inbox(context: click.Context, inbox_: str, as_: str, json_: bool, quiet_: bool) -> None:
    """A shared inbox for customer dialogue. Without a command: the screens."""
    _speak()
    context.obj = Session(inbox_, as_, json_, quiet_)
    if context.invoked_subcommand is None:
        from inbox.cli.screens import screens  # the screens are heavy

        screens(context.obj)


teach()
for _option in reversed(OPTIONS):
    inbox = _option(inbox)


def main(arguments: list[str] | None = None) -> None:
    """Run the program."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    log(logging.StreamHandler(sys.stderr))
    inbox.main(args=arguments, prog_name="inbox")
