import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossbearing.read.quote import quotations
from crossbearing.text import paragraphs


def inner(text: str) -> list[str]:
    return [q.inner.of(text) for q in quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We hold the ridge," she said.', ["We hold the ridge,"]),
        ("“We hold the ridge,” she said. “They left.”", ["We hold the ridge,", "They left."]),
        ("‘They don’t sleep,’ he said.", ["They don’t sleep,"]),
        ("‘The soldiers’ camp burned,’ he said.", ["The soldiers’ camp burned,"]),
        ("The soldiers’ camp and the officers’ mess burned.", []),
        ("It’s the ‘90s all over.", []),
        ("the ‘Center’ group, call sign ‘Electro.’ According to him", ["Center", "Electro."]),
        ("He said: „Wir halten die Stadt“ today.", ["Wir halten die Stadt"]),
        ("«Мы держим город», — сказал он.", ["Мы держим город"]),
        ("''We left,'' he said.", ["We left,"]),
        ("``We left,'' he said.", ["We left,"]),
        ("He said 'we are leaving' and didn't wait.", ["we are leaving"]),
        ("The officers' mess and the soldiers' camp burned.", []),
        ("“He told us ‘run’ and we ran,” she said.", ["He told us ‘run’ and we ran,", "run"]),
        ("— We left at night, — said the driver. — Nobody stayed.", ["We left at night,", "Nobody stayed."]),
        ("– forty tanks\n\n– ten guns", []),
        ("They fled,” he said.", ["They fled,"]),
        ("“They fled, and nobody came back.", ["They fled, and nobody came back."]),
        ('a 5" shell hit the roof', []),
    ],
)
def test_marks(text: str, expected: list[str]) -> None:
    assert inner(text) == expected


def test_each_paragraph_of_one_speech_reopens_and_only_the_last_closes() -> None:
    text = "“We came at dawn.\n\n“Nobody was there.\n\n“We left,” he said.\n\nThe end."
    (q,) = quotations(text)
    assert q.closed
    assert q.span.of(text) == "“We came at dawn.\n\n“Nobody was there.\n\n“We left,”"


def test_straight_marks_join_paragraphs_too() -> None:
    text = '"We came at dawn.\n\n"Nobody was there," he said.'
    (q,) = quotations(text)
    assert q.inner.of(text) == 'We came at dawn.\n\n"Nobody was there,'


def test_an_unclosed_mark_ends_with_its_paragraph() -> None:
    text = "“They fled, he said.\n\nThe town is quiet."
    (q,) = quotations(text)
    assert not q.closed
    assert q.span.of(text) == "“They fled, he said."


def test_an_unclosed_inner_mark_does_not_swallow_the_outer_close() -> None:
    text = "“He said «run, and we ran,” she said. Then it ended."
    assert quotations(text)[0].span.of(text) == "“He said «run, and we ran,”"


def test_paragraphs_are_lines_where_no_line_is_blank() -> None:
    text = "One.\nTwo.\n"
    assert [p.of(text) for p in paragraphs(text)] == ["One.", "Two."]


def test_wrapped_lines_are_one_paragraph() -> None:
    line = "the columns went on along the river for the better part of a day and"
    assert len(paragraphs("\n".join([line] * 4))) == 1


@given(st.text(alphabet="ab s.,\n“”‘’\"'„«»—– "))
def test_every_quotation_lies_in_the_text(text: str) -> None:
    for q in quotations(text):
        assert 0 <= q.span.start <= q.inner.start <= q.inner.end <= q.span.end <= len(text)
