"""Exports, one standard a file."""
