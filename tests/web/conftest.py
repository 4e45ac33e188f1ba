"""Lends the command line's shell to the tests of `inbox serve`."""

from tests.cli.conftest import empty, environment, speaking

__all__ = ["empty", "environment", "speaking"]
