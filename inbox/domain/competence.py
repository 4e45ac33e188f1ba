"""The eleven abilities that a dialogue may need; nobody has all of them."""

from __future__ import annotations

from enum import StrEnum


class Competence(StrEnum):
    """One ability a dialogue may need."""

    PLATFORM = "platform"
    """Knows how people talk on a platform, and what happens there to what is said."""
    INDUSTRY = "industry"
    """Knows the trade: its standards, its customers, its competitors."""
    PRODUCT = "product"
    """Knows what we make, how it works and why it fails."""
    CUSTOMER_ORIENTATION = "customer_orientation"
    """Sees an order, a delivery, a bill as the customer does."""
    COMMUNICATION = "communication"
    """Finds the words, in the customer's language and tone."""
    MEDIA = "media"
    """Knows how journalists work, and what a quotation becomes."""
    FORESIGHT = "foresight"
    """Sees what a dialogue may grow into."""
    LEGAL_RISK = "legal_risk"
    """Knows what may be said, promised and admitted."""
    TAKING_CRITICISM = "taking_criticism"
    """Hears what is right in a harsh word, and answers that."""
    LOYALTY = "loyalty"
    """Stands for the house, also when it is hard."""
    EMPATHY = "empathy"
    """Feels what somebody goes through, and lets them notice."""
