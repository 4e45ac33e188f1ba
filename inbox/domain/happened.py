"""What every event is, apart from the events, so that those about one noun can stand in a file of their own."""

from __future__ import annotations


class Event:
    """A fact; the dataclasses that inherit from it say what is new."""

    __slots__ = ()
