"""Write the EML, PDF and DOCX files of the example dossier, byte for byte the same on every run.

Run from anywhere: `python examples/make_files.py`. fpdf2 is a development dependency; python-docx comes with the project.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

FOLDER = Path(__file__).parent / "bakhmut"
MAKER = "Crossbearing example dossier (invented publisher)"

FIELD_NOTES = """\
Good evening from Kyiv,

Ukraine denied on Sunday that Russia has captured Bakhmut.

President Volodymyr Zelensky said at a press conference in Hiroshima that Bakhmut had not been captured by the Russian Federation as of today. Ukrainian soldiers were in the city, he said, and he would not say where.

Serhii Cherevatyi, the spokesman for the Eastern Group of Forces, said that the Ukrainian army was holding fortifications and several buildings in the south-western part of the city. He called the announcement by the founder of Wagner untrue.

The General Staff of the Armed Forces of Ukraine said in its morning report that the battle for the city of Bakhmut went on and that Russian aircraft had struck near it.

Mykhailo Podolyak, an adviser to the Office of the President, dismissed the announcement as an attempt to distract from the president's visits abroad.

Two of our readers have asked who is right. From here we cannot tell. No reporter of this letter has been in the city since February.

Field Notes Weekly is written by Oona Castellan.
"""

OPEN_CHART = (
    "What can be seen in Bakhmut, and what cannot",
    (
        "The Institute for the Study of War said on 20 May that it had not observed geolocated footage that confirmed "
        "the capture of the whole of Bakhmut. The institute, a research body in Washington, wrote that the last blocks "
        "were in any case of no operational significance.",
        "A day later it went further. Wagner fighters had likely secured the western administrative border of the "
        "city, the institute assessed on 21 May. It referred to geolocated footage that showed Russian and Wagner "
        "flags over a residential building in the westernmost part of Bakhmut, and it read the statements of Ukrainian "
        "officers about an insignificant part of the city as a tacit acknowledgement.",
        "The Conflict Intelligence Team, a group of independent analysts, said on 22 May that it was sceptical about "
        "the announced withdrawal of Wagner, because the Russian Ministry of Defence had hardly anybody to replace it "
        "with. The group noted that the video of the announcement had been filmed at the railway station, and not on "
        "the western outskirts.",
        "We compared the two assessments with satellite images of 15 May, which show smoke over the western districts "
        "and hardly a roof in the centre. The images cannot show who holds a cellar. We therefore do not confirm the "
        "capture of the city, and we do not confirm that Ukrainian troops still hold a part of it.",
        "Open Chart Review, desk of maps. Written by Linnea Ostrom and Jude Abernathy.",
    ),
)

LAMPLIGHT = (
    "Explosives in the cellars: a note on Bakhmut",
    (
        "This note is for aid workers. It gathers what has been said about explosive hazards in Bakhmut since 20 May. "
        "None of it has been verified on the ground.",
        "Denis Pushilin, the acting head of the Donetsk People's Republic, said on Monday that preliminary mine "
        "clearance had begun in the city, which he calls Artyomovsk. The work was very hard, he said, given the scale "
        "of the fighting.",
        "His adviser, Yan Gagin, said on Tuesday that rescue teams could not yet work in the city at full scale and "
        "that sappers had to go in first.",
        "An unnamed law enforcement official in Donetsk accused Ukrainian troops of having booby-trapped the "
        "basements of dozens of houses before they retreated. Ukraine has not replied to the accusation.",
        "“Whoever laid it, a cellar with a shell in it is a closed cellar,” said Marta Holub, who trains "
        "deminers for the charity Clear Paths in Kramatorsk. She said that unexploded shells, mines and fragments "
        "of rockets would remain in the gardens and under the rubble for years.",
        "A few thousand civilians were thought to be in the city in the spring. The International Committee of the Red "
        "Cross warned in March that people around Bakhmut were living in dire conditions with hardly any water, "
        "medicine or heating.",
        "The salt mine of Soledar, to the north-east, is a mine in the sense of the miners and is not meant here.",
    ),
)


def field_notes() -> bytes:
    """The newsletter as a message with a plain part in quoted-printable."""
    message = EmailMessage(policy=SMTP)
    message["From"] = '"Field Notes Weekly" <letters@field-notes.example>'
    message["To"] = "readers@field-notes.example"
    message["Subject"] = "Kyiv: Bakhmut is not captured"
    message["Date"] = "Sun, 21 May 2023 19:30:00 +0300"
    message["X-Note"] = "The publisher and the byline are invented; written for the example dossier."
    message["Message-ID"] = "<2023-05-21@field-notes.example>"
    message.set_content(FIELD_NOTES, cte="quoted-printable")
    return message.as_bytes()


def open_chart() -> bytes:
    """The monitors' review as a PDF of one page with a fixed date."""
    from fpdf import FPDF

    title, paragraphs = OPEN_CHART
    pdf = FPDF(format="A4")
    pdf.set_creation_date(datetime(2023, 5, 22, 9, 0, tzinfo=UTC))
    pdf.set_title(title)
    pdf.set_author(MAKER)
    pdf.set_producer("examples/make_files.py")
    pdf.set_margins(25, 25)
    pdf.add_page()
    pdf.set_font("Times", style="B", size=16)
    pdf.multi_cell(0, 8, title, align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Times", size=11)
    for paragraph in paragraphs:
        pdf.ln(4)
        pdf.multi_cell(0, 5.5, paragraph, align="L", new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def lamplight() -> bytes:
    """The humanitarian note as a DOCX whose archive carries fixed dates."""
    import docx

    title, paragraphs = LAMPLIGHT
    document = docx.Document()
    about = document.core_properties
    about.title, about.author, about.last_modified_by = title, MAKER, MAKER
    about.created = about.modified = datetime(2023, 5, 23, 12, 0)
    document.add_heading(title, level=1)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    written = io.BytesIO()
    document.save(written)
    out = io.BytesIO()
    with zipfile.ZipFile(written) as made, zipfile.ZipFile(out, "w") as fixed:
        for name in made.namelist():
            entry = zipfile.ZipInfo(name, (2023, 5, 23, 12, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            fixed.writestr(entry, made.read(name))
    return out.getvalue()


FILES = {
    "09-field-notes.eml": field_notes,
    "11-open-chart-review.pdf": open_chart,
    "14-lamplight-relief.docx": lamplight,
}

if __name__ == "__main__":
    for name, make in FILES.items():
        (FOLDER / name).write_bytes(make())
