"""What every command is, apart from the commands, so that those about one noun can stand in a file of their own."""

from __future__ import annotations


class Command:
    """An intention; the dataclasses that inherit from it say what it is about."""

    __slots__ = ()
