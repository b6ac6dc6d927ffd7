"""Every command, its codes and its JSON, with the real reader on a small dossier."""

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner, Result

from crossbearing.cli import app, main
from crossbearing.errors import CrossbearingError

SCHEMA = Path(__file__).parents[1] / "docs" / "schema"
ARTICLES = {
    "a.txt": (
        "Russia's Ministry of Defence said on Sunday that its forces had captured the town of Pokrovsk.\n\n"
        'Ukraine\'s General Staff denied that the town had fallen. "We hid in the cellar," said Oksana Petrenko, a local resident.\n'
    ),
    "b.txt": "Kyiv denied on Monday that Russian troops had captured Pokrovsk.\n",
}
RECORDS = [
    {"id": "rec-1", "text": "The Kremlin said on Monday that Russian troops had taken Pokrovsk.", "publisher": "Third Wire", "published": "2025-12-01"},
    {"id": "rec-2", "text": "Погода была хорошей в тот день, и никто ничего не сказал о войне.", "publisher": "Third Wire"},
]  # fmt: skip


def schema(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads((SCHEMA / f"{name}.json").read_text("utf-8")))


class Cli:
    """Runs commands as `main` does: errors become words and codes."""

    def __init__(self, ledger: Path) -> None:
        self.ledger = ledger

    def __call__(self, *args: str, ledger: bool = True, input: bytes | None = None) -> Result:
        where = ["--ledger", str(self.ledger)] if ledger else []
        found = CliRunner().invoke(app, [*args, *where], input=input)
        if isinstance(found.exception, CrossbearingError):
            found.exit_code = found.exception.exit_code
        elif found.exception is not None and not isinstance(found.exception, SystemExit):
            raise found.exception
        return found

    def json(self, *args: str, ledger: bool = True) -> list[dict[str, object]]:
        found = self(*args, ledger=ledger)
        assert found.exit_code == 0, found.output
        return [json.loads(line) for line in found.stdout.splitlines()]


def write_inputs(folder: Path) -> Path:
    inputs = folder / "in"
    inputs.mkdir()
    for name, words in ARTICLES.items():
        (inputs / name).write_text(words, "utf-8")
        meta = {"publisher": f"Publisher {name[0].upper()}", "published": "2025-11-30", "title": f"Report {name}"}
        (inputs / f"{name}.meta.json").write_text(json.dumps(meta), "utf-8")
    (inputs / "c.jsonl").write_text("".join(json.dumps(r) + "\n" for r in RECORDS), "utf-8")
    return inputs


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    inputs = write_inputs(folder)
    found = Cli(folder / "l")("read", str(inputs), "--pack", "ukraine")
    assert found.exit_code == 0, found.output
    assert "4 read, 0 unchanged" in found.stdout
    return folder


@pytest.fixture
def cli(filled: Path, tmp_path: Path) -> Cli:
    """A copy of the filled ledger, so that tests may change it."""
    import sqlite3

    with sqlite3.connect(filled / "l") as left, sqlite3.connect(tmp_path / "l") as right:
        left.backup(right)
    return Cli(tmp_path / "l")


def test_reading_again_changes_nothing(cli: Cli, filled: Path) -> None:
    found = cli("read", str(filled / "in"), "--pack", "ukraine")
    assert "0 read, 4 unchanged" in found.stdout
    steps = cli.json("read", str(filled / "in"), "--pack", "ukraine", "--json")
    assert {step["outcome"] for step in steps} == {"unchanged"}


def test_standard_input_is_read(cli: Cli) -> None:
    record = json.dumps({"id": "in-1", "text": "Moscow said it had taken Bakhmut."}).encode()
    assert "1 read" in cli("read", "-", "--pack", "ukraine", input=record).stdout
    assert cli.json("show", "in-1", "--json")[0]["report"]["text"] == "Moscow said it had taken Bakhmut."  # type: ignore[index]


@pytest.mark.parametrize(
    ("args", "name"),
    [
        (["claims", "--json"], "claim"),
        (["events", "--json"], "event"),
        (["events", "--as-of", "2025-11-30", "--json"], "event"),
        (["show", "rec-1", "--json"], "reading"),
        (["export", "jsonl", "--what", "claims"], "claim"),
        (["export", "jsonl", "--what", "events", "--full"], "event"),
        (["export", "jsonl", "--what", "reports"], "reading"),
    ],
)
def test_every_json_output_has_its_schema(cli: Cli, args: list[str], name: str) -> None:
    shapes = cli.json(*args)
    assert shapes
    for shape in shapes:
        schema(name).validate(shape)


def test_annotate_prints_one_reading_a_line(filled: Path) -> None:
    shapes = Cli(filled / "none").json("annotate", str(filled / "in"), "--pack", "ukraine", ledger=False)
    assert len(shapes) == 4
    for shape in shapes:
        schema("reading").validate(shape)
        text = shape["report"]["text"]  # type: ignore[index]
        for claim in shape["claims"]:  # type: ignore[attr-defined]
            assert text[claim["span"]["start"] : claim["span"]["end"]] == claim["span"]["text"]
    assert not (filled / "none").exists()
    (only,) = Cli(filled).json("annotate", str(filled / "in" / "a.txt"), "--only", "toponyms", ledger=False)
    schema("reading").validate(only)
    assert only["toponyms"]
    assert only["claims"] == only["attributions"] == []


def test_a_language_that_cannot_be_read_is_kept_and_listed(cli: Cli) -> None:
    (shape,) = cli.json("show", "rec-2", "--json")
    assert shape["report"]["text"] == RECORDS[1]["text"]  # type: ignore[index]
    assert shape["skips"]
    assert shape["claims"] == []


def test_filters_narrow_and_wrong_ones_are_told(cli: Cli) -> None:
    every = cli.json("claims", "--json")
    assert 0 < len(cli.json("claims", "--stance", "denies", "--json")) < len(every)
    assert {c["source"]["side"] for c in cli.json("claims", "--side", "UA", "--json")} == {"UA"}  # type: ignore[index]
    assert (
        cli.json("claims", "--place", "Krasnoarmeysk", "--json")
        == cli.json("claims", "--place", "gn:000", "--json")
        == []
    )
    assert cli.json("claims", "--place", "pokrovsk", "--json")
    assert cli.json("events", "--status", "retracted", "--json") == []
    for wrong in (
        ["events", "--status", "true"], ["claims", "--stance", "shouts"], ["claims", "--kind", "dance"],
        ["events", "--from", "yesterday"], ["events", "--to", "2025-13"], ["events", "--from", "2025-02-30"],
        ["events", "--as-of", "2025-11"],
    ):  # fmt: skip
        assert cli(*wrong).exit_code == 2, wrong


def test_people_see_tables_and_reasons(cli: Cli) -> None:
    events = cli("events")
    assert events.stdout.startswith("EVENT")
    assert "Pokrovsk" in events.stdout
    event = cli.json("events", "--json")[0]["id"]
    for words in ("status", "origins:"):
        assert words in cli("show", str(event)[:8]).stdout
        assert words in cli("why", str(event)[:8]).stdout
    reasons = cli.json("why", str(event), "--json")
    assert reasons[0]["event"] == event
    assert reasons[0]["rule"]
    assert "“" in cli("why", str(event)).stdout
    claim = cli.json("claims", "--json")[0]
    assert "made by" in cli("show", str(claim["id"])).stdout
    assert "skipped" in cli("show", "rec-2").stdout
    assert "cellar" in cli("search", "cellar").stdout
    assert {row["what"] for row in cli.json("search", "cellar", "--json")} <= {"claim", "report"}


def test_decide_undo_and_list(cli: Cli) -> None:
    claim = str(cli.json("claims", "--json")[0]["id"])
    made = cli.json("decide", claim[:9], "reject", "--reason", "wrong", "--by", "ann", "--json")[0]
    assert (made["subject"], made["verdict"], made["by"]) == (claim, "reject", "ann")
    assert "wrong" in cli("decide", "--list").stdout
    assert cli("undo", "1", "--by", "ann").exit_code == 0
    assert [d["verdict"] for d in cli.json("decide", "--list", "--json")] == ["reject", "undo"]
    assert cli("undo", "99").exit_code == 8
    assert cli("decide", claim, "edit", "--set", "kind=advance").exit_code == 0
    assert cli.json("show", claim, "--json")[0]["kind"] == "advance"
    assert cli("decide", claim, "edit", "--set", "id=x").exit_code == 2
    assert cli("decide", claim, "join").exit_code == 2
    assert cli("decide", "zzz", "reject").exit_code == 8
    assert cli("decide").exit_code == 2


def test_a_verdict_that_would_do_nothing_is_refused(cli: Cli) -> None:
    event = str(cli.json("events", "--json")[0]["id"])
    for wrong in ([event, "edit", "--set", "kind=advance"], [event, "reject"], ["source:Third Wire", "reject"]):
        assert cli("decide", *wrong, "--by", "ann").exit_code == 2, wrong
    assert cli.json("decide", "--list", "--json") == []
    assert cli("decide", event, "confirm", "--by", "ann").exit_code == 0


def test_who_decides_must_be_known(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 4711")

    monkeypatch.setattr("getpass.getuser", nobody)
    claim = str(cli.json("claims", "--json")[0]["id"])
    found = cli("decide", claim, "confirm")
    assert found.exit_code == 2
    assert "--by" in str(found.exception)
    assert cli("decide", claim, "confirm", "--by", "ann").exit_code == 0


def test_reread_keeps_decisions(cli: Cli) -> None:
    claim = str(cli.json("claims", "--json")[0]["id"])
    cli("decide", claim, "reject", "--by", "ann")
    found = cli("reread")
    assert found.exit_code == 0
    assert "0 read again, 4 unchanged, 0 decisions orphaned" in found.stdout
    wrong = cli("reread", claim)
    assert wrong.exit_code == 2
    assert "is a claim" in str(wrong.exception)


def test_purge_and_verify(cli: Cli) -> None:
    assert cli("purge", "rec-1", "--reason", "consent withdrawn").exit_code == 0
    assert cli("show", "rec-1").exit_code == 8
    found = cli("verify")
    assert found.exit_code == 0
    assert "nothing changed" in found.stdout
    assert cli.json("verify", "--json")[0]["tombstones"] == 1


def test_verify_ends_with_its_own_code_when_something_changed(cli: Cli) -> None:
    import sqlite3

    with sqlite3.connect(cli.ledger) as connection:
        connection.execute("DROP TRIGGER claims_fixed")
        connection.execute("UPDATE claims SET side = 'XX'")
    assert cli("verify").exit_code == 7


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["events"], 6),
        (["read", "missing.txt"], 3),
        (["annotate", "missing.txt"], 3),
        (["read", "in", "--pack", "atlantis"], 4),
        (["read", "in", "--engine", "spark"], 2),
        (["export", "kml"], 2),
        (["annotate", "in", "--only", "verbs"], 2),
        (["nonsense"], 2),
    ],
)
def test_errors_have_codes_and_no_traceback(tmp_path: Path, args: list[str], code: int) -> None:
    environment = {**os.environ, "CROSSBEARING_LEDGER": str(tmp_path / "l"), "NO_COLOR": "1"}
    found = subprocess.run(
        [sys.executable, "-m", "crossbearing.cli", *args],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == code
    assert "Traceback" not in found.stderr
    assert found.stderr
    assert "\x1b[" not in found.stderr + found.stdout


def test_a_bad_file_is_told_and_the_rest_is_read(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Moscow said it had taken Bakhmut.")
    (tmp_path / "empty.txt").write_text("")
    found = cli("read", str(tmp_path / "good.txt"), str(tmp_path / "empty.txt"), "--pack", "ukraine")
    assert found.exit_code == 3
    assert "1 read" in found.stdout
    assert "empty.txt" in found.stderr
    assert cli("verify").exit_code == 0


def test_exports_to_a_file(cli: Cli, tmp_path: Path) -> None:
    for fmt in ("csv", "jsonl", "geojson"):
        out = tmp_path / f"out.{fmt}"
        assert cli("export", fmt, "--out", str(out)).exit_code == 0
        assert out.read_text("utf-8") == cli("export", fmt).stdout.replace("\r\n", "\r\n")
    assert "Petrenko" not in cli("export", "jsonl", "--what", "all").stdout
    assert cli("export", "csv", "--out", str(tmp_path / "no" / "x.csv")).exit_code == 2
    for command in (["export", "csv"], ["report"]):
        assert cli(*command, "--out", str(tmp_path)).exit_code == 2
    assert not list(tmp_path.parent.glob("*.part"))


def test_packs_are_checked_and_begun(tmp_path: Path) -> None:
    cli = Cli(tmp_path / "l")
    assert cli("pack", "new", str(tmp_path / "my-pack"), ledger=False).exit_code == 0
    found = cli("pack", "check", str(tmp_path / "my-pack"), ledger=False)
    assert found.exit_code == 0, found.output
    (tmp_path / "my-pack" / "sides.csv").write_text("id,name,colour\nA,One,9\n")
    assert cli("pack", "check", str(tmp_path / "my-pack"), ledger=False).exit_code == 4
    (tmp_path / "my-pack" / "words.csv").unlink()
    both = cli("pack", "check", str(tmp_path / "my-pack"), "sudan", ledger=False)
    assert both.exit_code == 4
    assert "words.csv" in both.stderr
    assert "sudan" in both.stdout
    (tmp_path / "a-file").write_text("x")
    assert cli("pack", "new", str(tmp_path / "a-file"), ledger=False).exit_code == 2
    assert {"ukraine", "sudan"} <= {str(p["id"]) for p in cli.json("pack", "list", "--json", ledger=False)}


def test_a_pack_in_a_folder_is_found_from_elsewhere_and_missed_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli = Cli(tmp_path / "l")
    (tmp_path / "a.txt").write_text("The weather was fine.", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert cli("pack", "new", "my-pack", ledger=False).exit_code == 0
    assert cli("read", "a.txt", "--pack", "./my-pack").exit_code == 0
    monkeypatch.chdir("/")
    assert cli("events").exit_code == 0
    (tmp_path / "my-pack").rename(tmp_path / "gone")
    missed = cli("events")
    assert missed.exit_code == 4
    assert "put it back" in str(missed.exception)


def test_help_is_quick_and_has_examples() -> None:
    found = CliRunner().invoke(app, ["--help"])
    names = [
        "read",
        "annotate",
        "reread",
        "purge",
        "claims",
        "events",
        "show",
        "why",
        "search",
        "report",
        "export",
        "serve",
        "pack",
        "verify",
        "decide",
        "undo",
    ]
    assert all(name in found.stdout for name in names)
    for name in names:
        if name not in ("pack",):
            assert "Example" in CliRunner().invoke(app, [name, "--help"]).stdout, name
    code = "import sys; import crossbearing.cli; sys.exit(bool({'spacy', 'sqlalchemy', 'onnxruntime', 'trafilatura', 'rich.table'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_pipe_that_closes_is_no_error(cli: Cli) -> None:
    command = f"{sys.executable} -m crossbearing.cli claims --json --ledger {cli.ledger} | head -n 1"
    found = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in found.stderr
    assert "BrokenPipe" not in found.stderr


def test_main_turns_errors_into_codes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["crossbearing", "events", "--ledger", str(tmp_path / "absent")])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 6
    said = capsys.readouterr().err
    assert said.startswith("error: there is no ledger here\nwhere: ")
    assert "do:    " in said


def test_a_fault_of_ours_is_told_without_a_traceback(tmp_path: Path) -> None:
    code = (
        "import sys, crossbearing.cli as cli, crossbearing.commands.looking as looking\n"
        "def broken(*args, **kwargs): raise ZeroDivisionError('oops')\n"
        "looking.filter_of = broken\n"
        "sys.argv = ['crossbearing', 'events']\n"
        "cli.main()"
    )
    for asked in ("", "1"):
        environment = {**os.environ, "CROSSBEARING_TRACEBACK": asked}
        found = subprocess.run(
            [sys.executable, "-c", code], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert found.returncode == 1
        assert ("Traceback" in found.stderr) is bool(asked)
        assert "ZeroDivisionError" in found.stderr


@pytest.mark.slow
def test_help_answers_in_under_a_third_of_a_second_of_work() -> None:
    import resource

    times = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "crossbearing.cli", "--help"], capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(times) < 0.3


@pytest.mark.parametrize("what", [("claims",), ("events",), ("search", "Pokrovsk")])
def test_a_list_is_cut_only_where_there_was_more(cli: Cli, what: tuple[str, ...]) -> None:
    there = len(cli.json(*what, "--json"))
    assert there > 1
    assert "cut by --limit" not in cli(*what, "--limit", str(there)).stderr
    assert "cut by --limit" in cli(*what, "--limit", str(there - 1)).stderr
