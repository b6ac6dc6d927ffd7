"""Trained weights for Crossbearing's readers: one folder a model, each with its `card.toml`."""

from pathlib import Path


def folder() -> Path:
    """The folder that holds one sub-folder a model."""
    return Path(__file__).parent
