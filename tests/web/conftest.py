"""Lends the command line's shell to the tests of `inbox serve`."""

from tests.cli.conftest import empty, environment

__all__ = ["empty", "environment"]
