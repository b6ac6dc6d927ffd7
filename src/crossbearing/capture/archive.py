"""ZIP and WACZ → their members, opened in memory alone: nothing is ever unpacked to disk."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import PurePosixPath

from crossbearing.capture.document import MAX_BYTES, MAX_DEPTH, Failure, Item, Opened, guarded
from crossbearing.capture.sniff import known_suffix
from crossbearing.errors import CaptureError

MAX_MEMBERS = 20_000
MAX_UNPACKED = 2_000_000_000
MAX_RATIO = 200
"""Bytes unpacked for a byte packed: text packs to a tenth, a bomb to a thousandth."""


def open_zip(item: Item) -> Opened:
    """The members that are of a format that is read; each one that is not is listed with its reason."""
    if item.depth >= MAX_DEPTH:
        yield Failure(item.name, f"archives stand more than {MAX_DEPTH} deep in one another", "Unpack it first")
        return
    check_bomb(item)
    with guarded(lambda: zipfile.ZipFile(io.BytesIO(item.data)), where=item.name, what="the ZIP is broken") as archive:
        metas = {name: name for name in archive.namelist() if name.endswith(".meta.json")}
        for info in sorted(archive.infolist(), key=lambda i: i.filename):
            if info.is_dir() or info.filename.endswith(".meta.json"):
                continue
            name = f"{item.name}!{info.filename}"
            refusal = _refusal(info)
            if refusal:
                yield Failure(name, refusal)
            elif known_suffix(info.filename) is None:
                yield Failure(name, "is of no format that is read", ignored=True)
            else:
                yield _member(archive, info, name, metas, item.depth)


def check_bomb(item: Item) -> None:
    """Refuse an archive that would unpack to more than a machine should hold, before a byte of it is unpacked.

    Raises:
        CaptureError: too many members, too many bytes, or a ratio that no text reaches.
    """
    with guarded(lambda: zipfile.ZipFile(io.BytesIO(item.data)), where=item.name, what="the ZIP is broken") as archive:
        infos = archive.infolist()
    total = sum(info.file_size for info in infos)
    if len(infos) > MAX_MEMBERS:
        raise CaptureError(
            f"the archive has {len(infos):,} members; {MAX_MEMBERS:,} are read at most", where=item.name, do="Split it"
        )
    if total > MAX_UNPACKED or (total > 10_000_000 and total > MAX_RATIO * max(1, len(item.data))):
        raise CaptureError(
            f"the archive would unpack to {total / 1e6:,.0f} MB (a zip bomb?)",
            where=item.name,
            do="Unpack it by hand if you trust it",
        )


def _refusal(info: zipfile.ZipInfo) -> str | None:
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        return "its name leads out of the archive; it is not read"
    if info.flag_bits & 1:
        return "is locked by a password"
    if info.file_size > MAX_BYTES:
        return f"has {info.file_size / 1e6:,.0f} MB; {MAX_BYTES / 1e6:.0f} are read at most"
    return None


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, metas: dict[str, str], depth: int
) -> Item | Failure:
    try:
        data = guarded(lambda: archive.read(info), where=name, what="the member is broken")
        return Item(name=name, data=data, meta=_meta(archive, info.filename, metas), depth=depth + 1)
    except CaptureError as error:
        return Failure(name, error.what, error.do)


def _meta(archive: zipfile.ZipFile, name: str, metas: dict[str, str]) -> dict[str, str]:
    for beside in (f"{name}.meta.json", str(PurePosixPath(name).with_suffix(".meta.json"))):
        if beside in metas:
            return parse_meta(archive.read(beside), where=beside)
    return {}


def parse_meta(data: bytes, *, where: str) -> dict[str, str]:
    """The known keys of a `NAME.meta.json`.

    Raises:
        CaptureError: it is not a JSON object.
    """
    from crossbearing.capture.document import META_KEYS

    try:
        loaded = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise CaptureError(f"is not JSON: {error}", where=where, do="Mend or remove it") from error
    if not isinstance(loaded, dict):
        raise CaptureError("is no JSON object", where=where, do="Mend or remove it")
    return {key: str(loaded[key]) for key in META_KEYS if loaded.get(key) is not None}
