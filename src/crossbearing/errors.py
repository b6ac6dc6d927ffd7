"""One error tree: every failure a user can meet says what, where, and what to do."""

from __future__ import annotations


class CrossbearingError(Exception):
    """The root. `what` happened, `where` it happened, and what to `do` about it.

    `exit_code` is the status with which the command line ends.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str | None = None, do: str | None = None) -> None:
        self.what, self.where, self.do = what, where, do
        super().__init__(str(self))

    def __str__(self) -> str:
        """`where: what. do` in one line."""
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text}. {self.do}" if self.do else text

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle by keyword, so that errors cross process borders whole."""
        return _rebuild, (type(self), self.what, self.where, self.do)


def _rebuild(kind: type[CrossbearingError], what: str, where: str | None, do: str | None) -> CrossbearingError:
    return kind(what, where=where, do=do)


class UsageError(CrossbearingError):
    """The command or call was given something it cannot take."""

    exit_code = 2


class CaptureError(CrossbearingError):
    """Bytes could not be turned into a report."""

    exit_code = 3


class PackError(CrossbearingError):
    """A conflict pack is missing or malformed."""

    exit_code = 4


class DataError(CrossbearingError):
    """Package data (gazetteer, weights, lexicon) is missing, malformed or does not match its hash."""

    exit_code = 5


class LedgerError(CrossbearingError):
    """The ledger cannot be opened, is of another version, or is held by another process."""

    exit_code = 6


class CustodyError(CrossbearingError):
    """Something in the ledger or its captures no longer matches its hash."""

    exit_code = 7


class NotFoundError(CrossbearingError):
    """No report, claim or event has this id."""

    exit_code = 8
