"""The one-file report: opens with no server and no network, prints well, works without scripts."""

from __future__ import annotations

from pathlib import Path

from crossbearing.errors import UsageError
from crossbearing.pages.gather import gather
from crossbearing.pages.render import render
from crossbearing.views import Views


def write_report(views: Views, out: Path, *, full: bool = False) -> None:
    """Write the report of a ledger. Names and quotes of private persons are withheld unless `full`, and the page says which.

    Raises:
        UsageError: the file cannot be written.
    """
    page = html(views, full=full)
    part = out.parent / f"{out.name}.part"
    try:
        try:
            part.write_text(page, "utf-8", errors="replace", newline="")
            part.replace(out)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror}", where=str(out), do="Give another --out") from error


def html(views: Views, *, full: bool = False) -> str:
    """The whole page as text."""
    desk = gather(views, name=Path(views.ledger.where).stem, full=full)
    return render("report.html", desk=desk)
