"""Keeps screens that run on a shared machine to the inbox: a program or a file of that machine would be everybody's."""

from __future__ import annotations

import os

from inbox.errors import NotAllowed


def stay_inside() -> None:
    """Refuse what reaches into the machine that the screens run on. Raises: NotAllowed where INBOX_CONFINED is set."""
    if os.environ.get("INBOX_CONFINED"):
        raise NotAllowed(
            "These screens run on a shared machine: its programs and files are not to be reached from here."
        )
