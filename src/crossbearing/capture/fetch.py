"""The one file that speaks to the network, and only for a URL that the user gave."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request

from crossbearing.capture.document import MAX_BYTES, Item
from crossbearing.errors import CaptureError

TIMEOUT = 30.0


def fetch(url: str) -> Item:
    """What the URL answers, http and https alone.

    Raises:
        CaptureError: it cannot be reached, refuses, or answers with too much.
    """
    if not url.lower().startswith(("http://", "https://")):
        raise CaptureError("only http and https are fetched", where=url, do="Save the page and give the file")
    request = urllib.request.Request(
        url,
        headers={"User-Agent": "crossbearing (reads one page that its user named)", "Accept": "text/html,*/*;q=0.5"},
    )
    opener = urllib.request.build_opener(_WebOnly)
    try:
        with opener.open(request, timeout=TIMEOUT) as answer:
            data = answer.read(MAX_BYTES + 1)
            media, charset, final = (
                answer.headers.get_content_type(),
                answer.headers.get_content_charset(),
                answer.geturl(),
            )
    except urllib.error.HTTPError as error:
        raise CaptureError(
            f"the server answers {error.code} {error.reason}", where=url, do="Check the address, or give a saved file"
        ) from error
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or str(error) or type(error).__name__
        raise CaptureError(
            f"cannot be reached: {reason}", where=url, do="Check the address and the network, or give a saved file"
        ) from error
    if len(data) > MAX_BYTES:
        raise CaptureError(
            f"answers with over {MAX_BYTES / 1e6:.0f} MB", where=url, do="Save the article alone and give the file"
        )
    return Item(name=url, data=data, media_type=media, charset=charset, meta={"url": final})


class _WebOnly(urllib.request.HTTPRedirectHandler):
    """Follows a redirect to http and https alone: never to a file or another scheme."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        if not newurl.lower().startswith(("http://", "https://")):
            raise urllib.error.URLError(f"redirects to {newurl[:80]!r}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)
