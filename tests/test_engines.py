import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from crossbearing import archive, engines
from crossbearing.capture import Captured, sources
from crossbearing.errors import UsageError
from crossbearing.ledger.store import open_ledger


def double(n: int) -> int:
    return 2 * n


@pytest.mark.parametrize("name", engines.NAMES)
def test_every_engine_gives_the_results_in_order(name: str) -> None:
    assert list(engines.engine(name, 2).map(double, iter(range(20)))) == [2 * n for n in range(20)]


def test_an_engine_takes_items_as_it_goes() -> None:
    taken = []

    def items() -> Iterator[int]:
        for n in range(1000):
            taken.append(n)
            yield n

    results = engines.engine("processes", 2).map(double, items())
    assert next(results) == 0
    assert len(taken) < 20
    results.close()  # type: ignore[attr-defined]


def test_what_is_no_engine_is_refused() -> None:
    with pytest.raises(UsageError, match="no engine"):
        engines.engine("spark")
    with pytest.raises(UsageError):
        engines.engine("processes", 0)


def _inputs(folder: Path, n: int) -> list[str]:
    lines = []
    for number in range(n):
        words = f"Northern officials said on Monday that troops had captured village {number}. Kyiv denied it."
        lines.append(
            json.dumps({"id": f"x{number}", "text": words, "publisher": "Example Post", "published": "2024-02-06"})
        )
    lines.append("not json")
    lines.append(json.dumps({"id": "x1", "text": "Other words under one id."}))
    (folder / "in.jsonl").write_text("\n".join(lines) + "\n")
    return [str(folder / "in.jsonl")]


def _dump(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        return list(connection.iterdump())


def test_a_scheduler_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: object, **__: object) -> None:
        raise TimeoutError("Timed out trying to connect")

    pytest.importorskip("distributed")
    monkeypatch.setattr("distributed.Client", silent)
    with pytest.raises(UsageError, match="cannot be reached"):
        list(engines.engine("dask", 1, "tcp://127.0.0.1:1").map(str, [1]))


@pytest.mark.slow
def test_the_same_bytes_on_every_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.setattr(archive, "SHARD", 4)
    given = _inputs(tmp_path, 10)
    dumps, outcomes = [], []
    for name in engines.NAMES:
        path = tmp_path / f"{name}.ledger"
        with open_ledger(str(path), create=True) as book:
            steps = list(archive.read_into(book, sources(given), engine=engines.engine(name, 2)))
        outcomes.append(sorted((s.outcome, s.where) for s in steps))
        dumps.append(_dump(path))
        assert not list(tmp_path.glob("*.shards"))
    assert outcomes[0] == outcomes[1] == outcomes[2]
    assert dumps[0] == dumps[1] == dumps[2]


@pytest.mark.slow
def test_a_finished_shard_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "SHARD", 4)
    given = _inputs(tmp_path, 10)
    work = tmp_path / "work"
    read: list[Path] = []

    class Here:
        name = "here"

        def __init__(self, stop: int) -> None:
            self.stop = stop

        def map(self, fn, items):  # type: ignore[no-untyped-def]
            shards = [fn(item) for item in items]
            if self.stop:
                raise KeyboardInterrupt
            return iter(shards)

    def counting(shard: archive.Shard, packs: object) -> archive.Shard:
        if not shard.done.exists():
            read.append(shard.done)
        return original(shard, packs)  # type: ignore[arg-type]

    original = archive.read_shard
    monkeypatch.setattr(archive, "read_shard", counting)
    with open_ledger(str(tmp_path / "l"), create=True) as book:
        with pytest.raises(KeyboardInterrupt):
            list(archive.read_into(book, sources(given), engine=Here(1), work=work))
        assert len(read) == 3
        steps = list(archive.read_into(book, sources(given), engine=Here(0), work=work))
        assert len(read) == 3
    assert sum(s.outcome in ("read", "changed") for s in steps) == 11
    assert not work.exists()


def test_captured_bytes_cross_a_shard_whole(tmp_path: Path) -> None:
    from crossbearing.types import Report

    words = "Lone \ud800 and \x00."
    data = bytes(range(256))
    item = Captured(Report(id="r", sha256="0" * 64, text=words), data, "application/octet-stream", "x")
    with open_ledger(str(tmp_path / "l"), create=True) as book:
        shard = archive._shard(book, [item], tmp_path, "stamp", {}, [])
        assert shard is not None
        (record,) = archive._records(shard.sent)
    assert record["report"]["text"] == words
