"""Where texts are kept that were not sent: beside an inbox in a file, in a folder of one's own for one elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from inbox import config
from inbox.tui.models.unsent import beside


def test_beside_a_file_it_is_beside_the_file(tmp_path: Path) -> None:
    assert config.beside(str(tmp_path / "inbox.db")) == tmp_path / "inbox.db"


@pytest.mark.parametrize(
    "where",
    [
        "https://inbox.example",
        "https://inbox.example/team",
        "http://127.0.0.1:8025",
        "postgresql://u:geheim@db/inbox?password=geheim",
    ],
)
def test_elsewhere_each_inbox_has_a_file_of_its_own_and_no_password_in_its_name(where: str) -> None:
    kept = config.beside(where)
    assert kept.parent == config.beside("https://other.example").parent
    assert kept != config.beside(where + "2") or "?" in where
    assert "geheim" not in str(kept)
    assert "/" not in kept.name
    assert beside(kept, "anna") != beside(kept, "jonas")
