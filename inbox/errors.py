"""Every error the house raises on purpose, drawn as one tree so that a caller knows what to catch.

InboxError
├── Refused              a rule says no; the sentence says which and what to do
│   ├── NotAllowed       the person's role does not carry this
│   │   └── Stranger     nobody knows who asks, or they work here no longer
│   ├── Conflict         somebody else was faster; names them
│   ├── NeedsReason      goes through with a reason; says what stands against it
│   ├── Stale            the customer wrote, or a colleague answered, after the writer last looked
│   │   ├── GoalChanged  a goal or guideline changed while the reply was written
│   │   └── Outdated     an answer that the reply carries was marked out of date
│   ├── Reused           an idempotency key stands for another command already
│   ├── Underway         the command with this key is being carried out right now
│   └── LeaseLost        another node does this now
├── NotFound             absent, or not visible to this person (the two look the same)
├── BadInput             a value cannot be read; says where and what would do
├── Unreachable          a server, file or platform cannot be reached; nothing was lost
│   └── Locked           another process owns the inbox; names it
├── Damaged              stored facts contradict each other
├── NotSent              a platform certainly did not take a message, but may later
│   └── Rejected         and never will
└── Ambiguous            nobody can say whether a message went out
"""

from __future__ import annotations


class InboxError(Exception):
    """The root. Carries an English sentence with named gaps, so that it can be said in another language.

    The sentence is `template.format(**values)`; values are data and never formatted again.
    """

    def __init__(self, template: str, /, **values: object) -> None:
        super().__init__(template, values)
        self.template = template
        self.values = values

    def __str__(self) -> str:
        return self.template.format(**self.values) if self.values else self.template


class Refused(InboxError):
    """A rule says no."""


class NotAllowed(Refused):
    """The person's role does not carry this."""


class Stranger(NotAllowed):
    """Nobody knows who asks: no token, one that is worth nothing any more, or somebody who works here no longer."""


class Conflict(Refused):
    """Somebody else was faster."""


class NeedsReason(Refused):
    """Something stands against it, but with a reason it can be done."""


class Stale(Refused):
    """The customer wrote, or a colleague answered, after the writer last looked."""


class GoalChanged(Stale):
    """A goal or guideline that the reply falls under changed while it was written."""


class Outdated(Stale):
    """An answer that the reply carries was marked out of date."""


class Reused(Refused):
    """An idempotency key stands for another command already."""


class Underway(Refused):
    """The command with this key is being carried out right now; ask again with the same key."""


class LeaseLost(Refused):
    """Another node does this now, or may any moment."""


class NotFound(InboxError):
    """Absent, or not visible to this person; the two look the same on purpose."""


class BadInput(InboxError):
    """A value cannot be read."""


class Unreachable(InboxError):
    """A server, file or platform cannot be reached; nothing was lost."""


class Locked(Unreachable):
    """Another process owns the inbox."""


class Damaged(InboxError):
    """Stored facts contradict each other."""


class NotSent(InboxError):
    """A platform certainly did not take a message, but may later.

    `retry_after` is in seconds, None where the platform named no time.
    """

    def __init__(self, template: str, /, *, retry_after: float | None = None, **values: object) -> None:
        super().__init__(template, **values)
        self.retry_after = retry_after


class Rejected(NotSent):
    """A platform refused a message for good; sending the same again is useless."""


class Ambiguous(InboxError):
    """A message may or may not have gone out."""
