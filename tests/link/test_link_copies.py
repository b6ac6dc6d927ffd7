"""Reports that share text, and the way in which it went."""

from __future__ import annotations

from crossbearing.link.context import Rulings
from crossbearing.link.copies import Copy, find_copies, lineage
from crossbearing.types import ReportHead

WIRE = (
    "The garrison of Dubrava laid down its arms on Friday after a siege of forty days. "
    "Engineers began to clear the bridge across the Lomna before the first lorries arrived. "
    "The mayor asked for drinking water, candles and two generators for the hospital. "
    "No one could say how many people were still in the cellars of the old quarter. "
    "A column of buses waited at the mill until the road was declared safe."
)
OTHER = (
    "Fishermen on the southern coast complained about the price of fuel this week. "
    "The cooperative in Lessa has sold two of its boats and may sell a third in spring. "
    "A meeting with the minister was put off because the ferry did not run. "
    "Those who stayed on land mended nets or looked for work in the cannery."
)
REWRITE = (
    "After a siege of forty days the garrison of Dubrava laid down its arms on Friday evening. "
    "Before the first lorries arrived, engineers began to clear the bridge across the Lomna. "
    "For the hospital the mayor asked for candles, drinking water and two generators. "
    "The weather in the valley stayed mild, and the orchards are in bloom."
)


def _find(**texts: str) -> tuple[Copy, ...]:
    heads = {
        name: ReportHead(id=name, sha256="0" * 64, publisher=f"Paper {name}", published=f"2024-03-0{n + 1}")
        for n, name in enumerate(sorted(texts))
    }
    return find_copies(texts, heads, Rulings())[0]


def test_an_identical_text_is_a_copy() -> None:
    (copy,) = _find(a=WIRE, b=WIRE)
    assert copy.score == 1.0
    assert copy.direction == "left first"


def test_a_cut_and_interleaved_text_is_a_copy_with_its_passages_aligned() -> None:
    sentences = WIRE.split(". ")
    mixed = (
        f"Our reporter writes from the capital this evening. {sentences[1]}. {OTHER} {sentences[3]}. {sentences[2]}."
    )
    (copy,) = _find(a=WIRE, b=mixed)
    left = {WIRE[a.start : a.end].rstrip(".") for a, _ in copy.passages}
    assert sentences[2] in left
    assert all(mixed[b.start : b.end] for _, b in copy.passages)


def test_a_rewritten_text_is_a_copy() -> None:
    (copy,) = _find(a=WIRE, b=REWRITE)
    assert len(copy.passages) >= 3


def test_unlike_texts_are_no_copies() -> None:
    assert _find(a=WIRE, b=OTHER) == ()


def test_one_quotation_in_two_reports_proves_no_descent() -> None:
    quote = "“We shall not leave this town while a single family is still waiting for the buses,” the mayor said."
    assert (
        _find(a=f"{OTHER} {quote}", b=f"The council met at noon in the school and heard three reports. {quote}") == ()
    )


def test_what_a_publisher_prints_under_everything_is_no_copy() -> None:
    under = "This newspaper is not responsible for the content of other sites and takes no part in what is said there."
    topics = (
        WIRE,
        OTHER,
        REWRITE.replace("Dubrava", "Lessa"),
        "Nothing else happened in the district on that day.",
        "Rain.",
    )
    texts = {f"r{n}": f"{t} {under}" for n, t in enumerate(topics)}
    heads = {r: ReportHead(id=r, sha256="0" * 64, publisher="One Paper", published="2024-03-01") for r in texts}
    found = {(c.left, c.right) for c in find_copies(texts, heads, Rulings())[0]}
    assert found <= {("r0", "r2")}


def test_a_credit_tells_the_direction_against_the_dates() -> None:
    heads = {
        "a": ReportHead(id="a", sha256="0" * 64, publisher="Morning Post", published="2024-03-01"),
        "b": ReportHead(id="b", sha256="0" * 64, publisher="World Wire", published="2024-03-02"),
    }
    (copy,) = find_copies({"a": f"(World Wire) {WIRE}", "b": WIRE}, heads, Rulings())[0]
    assert copy.direction == "right first"
    assert lineage((copy,), heads) == {"a": "b", "b": "b"}


def test_a_person_may_say_copy_or_not_copy() -> None:
    heads = {r: ReportHead(id=r, sha256="0" * 64) for r in ("a", "b")}
    pair = frozenset({frozenset({"a", "b"})})
    assert find_copies({"a": WIRE, "b": WIRE}, heads, Rulings(not_copies=pair))[0] == ()
    (copy,) = find_copies({"a": WIRE, "b": OTHER}, heads, Rulings(copies=pair))[0]
    assert "decided by a person" in copy.reasons
