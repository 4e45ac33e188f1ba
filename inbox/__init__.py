"""Chefsache: a shared inbox for customer dialogue that lives in the terminal."""
