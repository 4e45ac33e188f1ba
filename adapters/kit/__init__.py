"""Pieces that several adapters share."""
