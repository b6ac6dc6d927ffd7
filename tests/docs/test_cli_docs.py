"""Nothing of the command line or of the exports is left undocumented, and the schemas hold every field."""

import dataclasses
import json
from pathlib import Path

import pytest
import typer

from crossbearing import errors, types
from crossbearing.cli import app
from crossbearing.export.csvfile import CLAIM_COLUMNS, EVENT_COLUMNS
from crossbearing.ledger.decisions import EDITABLE, VERDICTS

DOCS = Path(__file__).parents[2] / "docs"
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]
COMMON = {"--help", "--ledger", "--json", "--limit"}


def page(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_option_is_documented(name: str) -> None:
    words = page("cli.md")
    assert f"| `{name}" in words
    for option in getattr(COMMANDS[name], "params", ()):
        flags = [flag for flag in option.opts if flag.startswith("--")]
        if name != "serve" and flags:
            assert COMMON & set(flags) or any(flag in words for flag in flags), (name, flags)


def test_every_exit_code_is_documented() -> None:
    codes = {
        e.exit_code for e in vars(errors).values() if isinstance(e, type) and issubclass(e, errors.CrossbearingError)
    }
    for code in codes:
        assert f"\n| {code} |" in page("cli.md")


@pytest.mark.parametrize(("title", "columns"), [("events", EVENT_COLUMNS), ("claims", CLAIM_COLUMNS)])
def test_every_export_column_is_documented(title: str, columns: tuple[str, ...]) -> None:
    part = page("exports.md").partition(f"### Columns of {title}")[2].partition("\n#")[0]
    assert [line.split("`")[1] for line in part.splitlines() if line.startswith("| `")] == list(columns)


def test_every_verdict_and_editable_field_is_documented() -> None:
    words = page("ledger.md")
    for verdict in VERDICTS:
        assert f"`{verdict}" in words, verdict
    for field in EDITABLE:
        assert field in words, field


@pytest.mark.parametrize("name", ["report", "reading", "claim", "event"])
def test_the_schemas_hold_every_field(name: str) -> None:
    schema = json.loads(page(f"schema/{name}.json"))
    kind = getattr(types, name.capitalize())
    names = [f.metadata.get("json", f.name) for f in dataclasses.fields(kind)]
    assert sorted(schema["required"]) == sorted(n for n in names if n)


def test_the_schemas_hold_every_kind() -> None:
    import csv

    table = Path(types.__file__).parent / "data" / "kinds.csv"
    kinds = [row["id"] for row in csv.DictReader(table.read_text("utf-8").splitlines())]
    for name in ("claim", "event"):
        assert sorted(json.loads(page(f"schema/{name}.json"))["properties"]["kind"]["enum"]) == sorted(kinds)
