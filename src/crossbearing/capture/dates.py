"""Publication dates as ISO 8601: read where they are plain, `None` where they are a guess."""

from __future__ import annotations

from datetime import date, datetime
from email.utils import parsedate_to_datetime

from crossbearing.capture.document import FOREIGN_FAULTS


def iso_date(written: str | None) -> str | None:
    """The date or time in ISO 8601; other spellings are read by dateparser if they name a day, month and year.

    >>> iso_date("2023-05-20"), iso_date("Sat, 20 May 2023 10:00:00 +0300"), iso_date("soon")
    ('2023-05-20', '2023-05-20T10:00:00+03:00', None)
    """
    given = (written or "").strip()
    if not given:
        return None
    for form in (given, given.replace("Z", "+00:00")):
        try:
            return date.fromisoformat(form).isoformat() if len(form) <= 10 else datetime.fromisoformat(form).isoformat()
        except ValueError:
            continue
    try:
        return parsedate_to_datetime(given).isoformat()
    except ValueError:
        return _spelled(given)


def _spelled(given: str) -> str | None:
    import dateparser

    try:
        found = dateparser.parse(
            given[:60], settings={"REQUIRE_PARTS": ["day", "month", "year"], "RETURN_AS_TIMEZONE_AWARE": False}
        )
    except FOREIGN_FAULTS:  # a date on which the library breaks is no plain one, and its report is read all the same
        return None
    return found.date().isoformat() if found else None
