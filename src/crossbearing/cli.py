"""The command line: `crossbearing COMMAND`. It starts everything, and turns errors into words and exit codes."""

from __future__ import annotations

import os
import sys
from types import TracebackType
from typing import Annotated

import typer

from crossbearing import __version__
from crossbearing.commands import deciding, leaving, looking, packing, reading
from crossbearing.commands.console import show_error
from crossbearing.errors import CrossbearingError

app = typer.Typer(
    name="crossbearing",
    help="A ledger of attributed claims from conflict reporting: who says that what happened, through whom, and who independent agrees.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)
for command in (
    reading.read, reading.annotate, reading.reread, reading.relink, reading.purge,
    looking.claims, looking.events, looking.show, looking.why, looking.search,
    leaving.report, leaving.export, leaving.serve,
    deciding.decide, deciding.undo, deciding.verify,
):  # fmt: skip
    app.command()(command)
app.add_typer(packing.app, name="pack")


def _version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"crossbearing {__version__}\n")
        raise typer.Exit


@app.callback()
def start(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """A ledger of attributed claims from conflict reporting: who says that what happened, through whom, and who independent agrees."""


def _unforeseen(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Tell of a fault of ours in words; the traceback is for those who ask for it."""
    if os.environ.get("CROSSBEARING_TRACEBACK"):
        sys.__excepthook__(kind, error, trace)
        return
    show_error(
        CrossbearingError(
            f"a fault of crossbearing: {kind.__name__}: {error}",
            do="What was finished is kept. Run it with CROSSBEARING_TRACEBACK=1 and report what it prints",
        )
    )


def main() -> None:
    """Run one command. An error is told as what, where and what to do, with a code of its own (docs/cli.md)."""
    sys.excepthook = _unforeseen
    try:
        typer.main.get_command(app)(prog_name="crossbearing")
    except CrossbearingError as error:
        show_error(error)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # the reader of our pipe has seen enough (`| head`): no error, and nothing more to flush
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


if __name__ == "__main__":
    main()
