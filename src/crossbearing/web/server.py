"""Starting the workbench."""

from __future__ import annotations

import socket

from crossbearing.errors import UsageError
from crossbearing.web import painters
from crossbearing.web.app import make_app
from crossbearing.web.settings import settings


def run(ledger: str, *, host: str, port: int) -> None:
    """Serve until stopped.

    Raises:
        UsageError: the address may not be served, or the port is taken.
    """
    import uvicorn

    if port == 0:
        port = free_port(host)
    served = settings(host, port)
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UsageError(f"port {port} is taken", where=host, do="Give another --port, or 0 for any") from error
    app = make_app(ledger, served, painters=painters.wanted())
    from crossbearing.web.app import announce

    announce(app.state.bench.ledger.where, host, port)
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False, date_header=False)


def free_port(host: str) -> int:
    """A port that nobody has."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])
