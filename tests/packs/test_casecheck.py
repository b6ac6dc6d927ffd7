import json
import shutil
from pathlib import Path

import pytest

from crossbearing import packs
from crossbearing.casecheck import CaseResult, run_cases
from crossbearing.types import Attribution, Reading, Report, Source, Span

SENTENCE = "Hemedti said the town had fallen."


def run(tmp_path: Path, case: dict[str, object], *attributions: Attribution) -> CaseResult:
    folder = tmp_path / "sudan"
    shutil.copytree(packs.find("sudan"), folder)
    (folder / "cases.jsonl").write_text(json.dumps(case) + "\n", "utf-8")
    report = Report(id="r", sha256="", text="Sudan\n\n" + SENTENCE)

    def read(text: str) -> Reading:
        assert text == report.text
        return Reading(report=report, attributions=attributions)

    (result,) = run_cases(packs.load(str(folder)), read)
    return result


def said(speaker: Source, start: int = 20, end: int = 39) -> Attribution:
    return Attribution(
        id="a",
        manner="indirect",
        source=(Span(7, 14),),
        cue=(Span(15, 19),),
        content=(Span(start, end),),
        speaker=speaker,
    )


CASE: dict[str, object] = {
    "id": "one",
    "marked": "[src Hemedti] [cue said] [say the town had fallen].",
    "speakers": {"1": {"name": "Mohamed Hamdan Dagalo", "side": "RSF"}},
}


@pytest.mark.parametrize(
    ("speaker", "passed"),
    [
        (Source(name="Mohamed Hamdan Dagalo", side="RSF"), True),
        (Source(name="Hemedti", id="rsf.hemedti", side="RSF"), True),
        (Source(name="Hemedti", side="RSF"), False),
        (Source(name="Hemedti", id="rsf.hemedti", side=None), False),
    ],
)
def test_a_speaker_is_right_by_name_or_by_the_packs_id_and_with_the_side(
    tmp_path: Path, speaker: Source, passed: bool
) -> None:
    assert run(tmp_path, CASE, said(speaker)).passed is passed


def test_half_of_the_content_must_be_found(tmp_path: Path) -> None:
    speaker = Source(name="Hemedti", id="rsf.hemedti", side="RSF")
    assert not run(tmp_path, CASE, said(speaker, 20, 23)).passed


def test_a_missing_claim_is_told_in_words(tmp_path: Path) -> None:
    case = CASE | {
        "speakers": {},
        "claims": [{"kind": "territory_gain", "source": "Mohamed Hamdan Dagalo", "place": "Bara"}],
    }
    result = run(tmp_path, case, said(Source(name="x")))
    assert (result.attributions, result.claims) == ((1, 1), (0, 1))
    assert result.missed == ("claim: source Mohamed Hamdan Dagalo, kind territory_gain, place Bara",)
