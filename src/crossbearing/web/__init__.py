"""The workbench: a thin shell over views and pages."""

from __future__ import annotations


def serve(ledger: str, *, host: str = "127.0.0.1", port: int = 8765) -> None:
    """Serve the workbench of a ledger until stopped; loopback alone, unless users and a secret are set up.

    Raises:
        UsageError: the host is no loopback address and no users are set up, or the port is taken.
        LedgerError: there is no such ledger.
    """
    from crossbearing.web.server import run

    run(ledger, host=host, port=port)
