"""The pictures people work in."""
