"""Starts the program."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from inbox.cli import main as run  # so that importing this module costs nothing

    run()


if __name__ == "__main__":
    main()
