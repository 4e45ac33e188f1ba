"""Lets click say its own words, and our commands their help, in the reader's language from the one catalogue."""

from __future__ import annotations

import sys
from copy import copy
from inspect import cleandoc
from typing import TypeVar

import click

from inbox.texts import t

CLICK = (
    "Aborted!",
    "Choose from:\n\t{choices}",
    "Commands",
    "Did you mean {possibility}?",
    "(Did you mean one of: {possibilities}?)",
    "Error: {message}",
    "Got unexpected extra argument ({args})",
    "Got unexpected extra arguments ({args})",
    "Invalid value for {param_hint}: {message}",
    "Invalid value: {message}",
    "Missing argument",
    "Missing command.",
    "Missing option",
    "No such command {name!r}.",
    "No such option {name!r}.",
    "Option {name!r} does not take a value.",
    "Option {name!r} requires an argument.",
    "Options",
    "Show this message and exit.",
    "Show the version and exit.",
    "Try '{command} {option}' for help.",
    "Usage:",
    "default: {default}",
    "directory",
    "file",
    "path",
    "required",
    "{name} {filename!r} does not exist.",
    "{name} {filename!r} is a directory.",
    "{name} {filename!r} is a file.",
    "{name} {filename!r} is not readable.",
    "{value!r} is not a valid {number_type}.",
    "{value!r} is not one of {choices}.",
    "{value} is not in the range {range}.",
)
"""What click itself says to people who use our commands."""
_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")
C = TypeVar("C", bound=click.Command)


def _counted(one: str, many: str, n: int) -> str:
    return t(one if n == 1 else many)


def teach() -> None:
    """Let click look its words up in our catalogue: by itself it asks gettext, which knows the system's language only."""
    for name in _MODULES:
        module = sys.modules[f"click.{name}"]
        for word, said in (("_", t), ("ngettext", _counted)):
            if hasattr(module, word):
                setattr(module, word, said)


def spoken(command: C) -> C:
    """Return a copy of a command that explains itself in the reader's language."""
    said = copy(command)
    said.help = command.help and t(cleandoc(command.help))
    said.options_metavar = command.options_metavar and t(command.options_metavar)
    said.params = [_spoken(parameter) for parameter in command.params]
    if isinstance(said, click.Group):
        said.subcommand_metavar = t(said.subcommand_metavar or "")
        said.commands = {name: spoken(inner) for name, inner in said.commands.items()}
    return said


def _spoken(parameter: click.Parameter) -> click.Parameter:
    said = copy(parameter)
    if isinstance(said, click.Option) and said.help:
        said.help = t(said.help)
    return said
