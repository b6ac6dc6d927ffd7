"""Which language a text is in, by lingua over the languages that conflict reporting comes in most."""

from __future__ import annotations

from functools import cache
from typing import Any

LANGUAGES = ("ARABIC", "CHINESE", "ENGLISH", "FRENCH", "GERMAN", "HEBREW", "PERSIAN", "POLISH", "PORTUGUESE", "RUSSIAN", "SPANISH", "TURKISH", "UKRAINIAN")  # fmt: skip


def detect_language(text: str) -> str | None:
    """The ISO 639-1 code, or `None` where the text is too short to tell."""
    sample = " ".join(text[:3000].split())
    if sum(c.isalpha() for c in sample) < 12:
        return None
    found = _detector().detect_language_of(sample)
    return str(found.iso_code_639_1.name).lower() if found is not None else None


@cache
def _detector() -> Any:
    from lingua import Language, LanguageDetectorBuilder

    some = [getattr(Language, name) for name in LANGUAGES]
    return LanguageDetectorBuilder.from_languages(*some).with_low_accuracy_mode().build()
