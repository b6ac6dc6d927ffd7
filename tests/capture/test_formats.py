"""Each format gives its text, and what it says of itself."""

import io
import json
import zipfile
from email.message import EmailMessage
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crossbearing.capture import Captured, Failure, sources

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bridge closed after blast | Harbour Ledger</title>
<meta property="og:site_name" content="Harbour Ledger"><meta property="article:published_time" content="2023-05-21T08:00:00Z"></head>
<body><nav>Home World Sport</nav><article><h1>Bridge closed after blast</h1>
<p>Officials said that the bridge over the river had been closed after a blast in the night, and that nobody was hurt.</p>
<p>A spokesman for the regional administration said that repairs would begin on Monday and that traffic would be led over the dam.</p>
</article><footer>About us</footer></body></html>"""


def only(*inputs: object, stdin: bytes | None = None) -> Captured:
    (one,) = sources([str(i) for i in inputs], stdin=stdin)
    assert isinstance(one, Captured), one
    return one


def test_plain_text_is_kept_code_point_for_code_point(tmp_path: Path) -> None:
    text = "Line one\r\nLine “two”\u200f \U0001f600\n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    assert only(tmp_path / "a.txt").report.text == text


def test_meta_beside_a_file_outranks_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Officials said that the town had fallen.")
    (tmp_path / "a.txt.meta.json").write_text(
        json.dumps({"id": "r-1", "publisher": "Harbour Ledger", "published": "2023-05-21"})
    )
    report = only(tmp_path / "a.txt").report
    assert (report.id, report.publisher, report.published, report.language) == (
        "r-1",
        "Harbour Ledger",
        "2023-05-21",
        "en",
    )


def test_html_gives_the_article_alone(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    report = only(tmp_path / "a.html").report
    assert report.text.startswith("Bridge closed after blast\n\nOfficials said")
    assert "Sport" not in report.text
    assert (report.publisher, report.published) == ("Harbour Ledger", "2023-05-21")


def test_json_lines_from_standard_input() -> None:
    line = json.dumps({"id": "x", "text": "  Two spaces kept.", "language": "en"}).encode()
    one = only("-", stdin=line)
    assert (one.report.id, one.report.text, one.data) == ("x", "  Two spaces kept.", line)


def test_one_text_by_two_publishers_is_two_reports() -> None:
    lines = b"\n".join(json.dumps({"text": "The town fell.", "publisher": p}).encode() for p in ("A", "B"))
    ids = {c.report.id for c in sources(["-"], stdin=lines) if isinstance(c, Captured)}
    assert len(ids) == 2


def test_mail_gives_subject_sender_date_and_attachments(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Delta Relief <desk@relief.example>", "Flash note"
    mail["Date"] = "Mon, 22 May 2023 09:00:00 +0000"
    mail.set_content("Mines were found near the school.")
    mail.add_attachment("Annex: a list.", filename="annex.txt")
    (tmp_path / "a.eml").write_bytes(bytes(mail))
    first, second = sources([str(tmp_path / "a.eml")])
    assert isinstance(first, Captured)
    assert isinstance(second, Captured)
    assert (first.report.title, first.report.publisher, first.report.published) == (
        "Flash note",
        "Delta Relief",
        "2023-05-22",
    )
    assert second.report.text.startswith("Annex")


def test_a_mail_without_words_of_its_own_is_what_is_attached(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "desk@relief.example", "Annex"
    mail.set_content("\n")
    mail.add_attachment("Annex: a list.", filename="annex.txt")
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    (tmp_path / "a.eml").write_bytes(bytes(mail))
    empty, annex, picture = sources([str(tmp_path / "a.eml")])
    assert isinstance(annex, Captured)
    assert annex.report.text.startswith("Annex")
    for left in (empty, picture):
        assert isinstance(left, Failure)
        assert left.ignored


def test_docx_gives_its_paragraphs(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("The ministry said that the town was held.")
    document.save(str(tmp_path / "a.docx"))
    assert only(tmp_path / "a.docx").report.text == "The ministry said that the town was held."


def test_pdf_joins_the_lines_of_a_paragraph(tmp_path: Path) -> None:
    from fpdf import FPDF

    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    pdf.multi_cell(
        90,
        6,
        "The ministry said that the town was held and that the road to the north had been opened again.\n\nA second paragraph.",
    )
    (tmp_path / "a.pdf").write_bytes(bytes(pdf.output()))
    text = only(tmp_path / "a.pdf").report.text
    assert "held and that the road to the north had been opened again." in text


def test_feed_gives_an_entry_each(tmp_path: Path) -> None:
    feed = """<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Ledger</title>
    <item><title>One</title><link>https://ledger.example/1</link><description>&lt;p&gt;The town fell.&lt;/p&gt;</description>
    <pubDate>Sat, 20 May 2023 10:00:00 GMT</pubDate></item><item><title>Two</title><description>It did not.</description></item></channel></rss>"""
    (tmp_path / "a.rss").write_text(feed)
    first, second = sources([str(tmp_path / "a.rss")])
    assert isinstance(first, Captured)
    assert isinstance(second, Captured)
    assert first.report.text == "One\n\nThe town fell."
    assert (first.report.url, first.report.published, first.report.publisher) == (
        "https://ledger.example/1",
        "2023-05-20",
        "Harbour Ledger",
    )


def warc() -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
    for uri in ("https://ledger.example/a", "https://ledger.example/b"):
        writer.write_record(
            writer.create_warc_record(uri, "response", payload=io.BytesIO(PAGE.encode()), http_headers=head)
        )
    return out.getvalue()


def test_warc_and_wacz_give_their_pages(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(warc())
    assert [c.report.url for c in sources([str(tmp_path / "a.warc.gz")]) if isinstance(c, Captured)] == [
        "https://ledger.example/a",
        "https://ledger.example/b",
    ]
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as z:
        z.writestr("archive/data.warc.gz", warc())
        z.writestr("datapackage.json", "{}")
    assert len([c for c in sources([str(tmp_path / "a.wacz")]) if isinstance(c, Captured)]) == 2


def test_zip_applies_the_meta_beside_a_member(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as z:
        z.writestr("x/a.txt", "The town was held, officials said.")
        z.writestr("x/a.txt.meta.json", '{"publisher": "Harbour Ledger"}')
    assert only(tmp_path / "a.zip").report.publisher == "Harbour Ledger"


def test_reading_twice_gives_the_same_ids(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    assert only(tmp_path / "a.html") == only(tmp_path / "a.html")
