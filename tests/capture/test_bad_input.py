"""What bad input gets: a failure that says what and where; everything else is still read; no traceback."""

import gzip
import http.client
import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from crossbearing.capture import Captured, Failure, sources

TEXT = "Officials said that the town had fallen after a long battle in the north."


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in members.items():
            z.writestr(name.replace("__", "."), data)
    return out.getvalue()


def nested_zip(depth: int) -> bytes:
    data = zipped(a__txt=TEXT.encode())
    for _ in range(depth):
        data = zipped(inner__zip=data)
    return data


def traversal() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr("../../evil.txt", TEXT)
        z.writestr("good.txt", TEXT)
    return out.getvalue()


def pdf(locked: bool = False) -> bytes:
    from fpdf import FPDF
    from fpdf.enums import EncryptionMethod

    sheet = FPDF()
    sheet.add_page()
    if locked:
        sheet.set_encryption("owner", "user", encryption_method=EncryptionMethod.RC4)
    sheet.set_font("helvetica", size=12)
    sheet.multi_cell(180, 6, TEXT * 20)
    return bytes(sheet.output())


def blank_pdf() -> bytes:
    from fpdf import FPDF

    sheet = FPDF()
    sheet.add_page()
    return bytes(sheet.output())


BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("a.txt", lambda: b"", "is empty"),
    "white space alone": ("a.txt", lambda: b" \n\t ", "is empty"),
    "binary": ("a.txt", lambda: bytes(range(256)) * 40, "binary"),
    "an image": ("a.html", lambda: b"\x89PNG\r\n\x1a\n" + os.urandom(4000), ""),
    "null bytes": ("a.txt", lambda: b"\x00" * 5000, ""),
    "truncated PDF": ("a.pdf", lambda: pdf()[:400], "PDF"),
    "PDF head alone": ("a.pdf", lambda: b"%PDF-1.7\n", "PDF"),
    "encrypted PDF": ("a.pdf", lambda: pdf(locked=True), "password"),
    "scanned PDF": ("a.pdf", blank_pdf, "no text"),
    "50 MB HTML": ("a.html", lambda: b"<html><body>" + b"<p>x</p>" * 6_300_000, "50 MB"),
    "page without text": ("a.html", lambda: b"<html><body><script>go()</script></body></html>", "no article text"),
    "zip bomb": ("a.zip", lambda: zipped(a__txt=b"0" * 200_000_000), "zip bomb"),
    "broken ZIP": ("a.zip", lambda: nested_zip(0)[:60], "ZIP"),
    "recursive ZIP": ("a.zip", lambda: nested_zip(8), "deep"),
    "malformed WARC": ("a.warc", lambda: b"WARC/1.0\r\nnonsense\r\n\r\n" + b"x" * 99, "web archive"),
    "truncated WARC": ("a.warc.gz", lambda: gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\n")[:20], "web archive"),
    "broken DOCX": ("a.docx", lambda: b"PK\x03\x04word/" + b"\x00" * 99, "broken"),
    "XML that is no feed": ("a.xml", lambda: b"<?xml version='1.0'?><a><b/></a>", ""),
    "entity bomb": (
        "a.rss",
        lambda: (
            b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss><channel></channel></rss>'
        ),
        "",
    ),
    "mail without a head": ("a.eml", lambda: b"\n\nno head at all", ""),
    "JSON line cut short": ("a.jsonl", lambda: b'{"text": "The town', "not JSON"),
    "JSON line without text": ("a.jsonl", lambda: b'{"title": "x"}', "no `text`"),
    "JSON line whose text is a number": ("a.jsonl", lambda: b'{"text": 5}', "no string"),
    "JSON array": ("a.jsonl", lambda: b"[1, 2]", "no JSON object"),
    "JSON nested deeply": ("a.jsonl", lambda: b"[" * 200_000, ""),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_a_failure_that_says_what_and_where(case: str, tmp_path: Path) -> None:
    name, make, words = BAD[case]
    (tmp_path / name).write_bytes(make())
    (tmp_path / "z-good.txt").write_text(TEXT)
    found = list(sources([str(tmp_path)]))
    failures = [f for f in found if isinstance(f, Failure)]
    assert failures
    assert words in failures[0].what
    assert name in failures[0].where
    assert [c.report.text for c in found if isinstance(c, Captured)] == [TEXT]


def test_a_path_that_leads_out_of_the_archive_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(traversal())
    found = list(sources([str(tmp_path / "a.zip")]))
    assert ["leads out of the archive" in f.what for f in found if isinstance(f, Failure)] == [True]
    assert len([c for c in found if isinstance(c, Captured)]) == 1


def test_a_missing_file_and_a_folder_without_files(tmp_path: Path) -> None:
    missing, empty = sources([str(tmp_path / "no.txt"), str(tmp_path)])
    assert isinstance(missing, Failure)
    assert isinstance(empty, Failure)
    assert "no such file" in missing.what
    assert "holds no file" in empty.what


def test_deeply_nested_html_is_read_or_refused_without_a_crash(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><body>" + "<div>" * 60_000 + TEXT + "</div>" * 60_000)
    (one,) = sources([str(tmp_path / "a.html")])
    assert isinstance(one, (Captured, Failure))


def test_lone_surrogates_are_replaced_one_for_one() -> None:
    (one,) = sources(["-"], stdin=b'{"text": "a\\ud800b, officials said that the town fell"}')
    assert isinstance(one, Captured)
    assert one.report.text.startswith("a\ufffdb")


def test_wrong_bytes_for_a_declared_charset_are_still_read(tmp_path: Path) -> None:
    body = "Die Behörden sagten, dass die Brücke über den Fluss gesperrt worden sei und dass niemand verletzt wurde."
    page = f"<html><head><meta charset='utf-8'><title>Brücke</title></head><body><article><p>{body}</p></article></body></html>"
    (tmp_path / "a.html").write_bytes(page.encode("cp1252"))
    (one,) = sources([str(tmp_path / "a.html")])
    assert isinstance(one, Captured)
    assert "Behörden" in one.report.text


def test_script_in_a_title_stays_text(tmp_path: Path) -> None:
    line = json.dumps({"text": TEXT, "title": "<script>alert(1)</script>"})
    (one,) = sources(["-"], stdin=line.encode())
    assert isinstance(one, Captured)
    assert one.report.title == "<script>alert(1)</script>"


def test_right_to_left_marks_keep_their_offsets() -> None:
    text = "\u202eThe town\u202c \u200ffell\u200e, officials said."
    (one,) = sources(["-"], stdin=json.dumps({"text": text}).encode())
    assert isinstance(one, Captured)
    assert one.report.text == text


def test_utf_16_without_and_with_a_mark(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode("utf-16"))
    (one,) = sources([str(tmp_path / "a.txt")])
    assert isinstance(one, Captured)
    assert one.report.text == TEXT


def test_broken_meta_is_said_and_the_file_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.txt.meta.json").write_text("{")
    (one,) = sources([str(tmp_path / "a.txt")])
    assert isinstance(one, Failure)
    assert "a.txt.meta.json" in one.where


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_no_regular_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (one,) = sources([str(tmp_path / "pipe.txt")])
    assert isinstance(one, Failure)
    assert "no regular file" in one.what


@pytest.mark.parametrize("fault", [http.client.BadStatusLine("x"), http.client.IncompleteRead(b"x"), TimeoutError()])
def test_a_server_that_breaks_off_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fault: Exception
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr("urllib.request.OpenerDirector.open", broken)
    (tmp_path / "a.txt").write_text(TEXT)
    missed, read = sources(["http://ledger.example/", str(tmp_path / "a.txt")])
    assert isinstance(missed, Failure)
    assert missed.what.startswith("cannot be reached: ")
    assert missed.what != "cannot be reached: "
    assert isinstance(read, Captured)


def test_another_scheme_is_never_fetched() -> None:
    (one,) = sources(["file:///etc/hostname"])
    assert isinstance(one, Failure)


def test_a_date_that_breaks_the_library_leaves_its_report_whole(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OverflowError("date value out of range")

    monkeypatch.setattr("dateparser.parse", broken)
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.txt.meta.json").write_text(json.dumps({"published": "the 20th of some month"}))
    (one,) = sources([str(tmp_path / "a.txt")])
    assert isinstance(one, Captured)
    assert one.report.published is None
