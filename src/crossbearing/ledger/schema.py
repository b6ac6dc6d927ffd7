"""The tables: what is appended and never changed, and what is derived and can be made again."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    desc,
)

META = MetaData()

# Appended, never changed. A purge alone may delete, and only behind a tombstone (triggers hold it).
CAPTURES = Table(
    "captures",
    META,
    Column("sha256", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)
REPORTS = Table(
    "reports",
    META,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("sha256", Text, nullable=False),
    Column("capture", Text, ForeignKey("captures.sha256"), nullable=False),
    Column("head", Text, nullable=False),
    Column("text", LargeBinary, nullable=False),
    Column("length", Integer, nullable=False),
    Column("publisher", Text),
    Column("published", Text),
    Column("language", Text),
    Column("url", Text),
    Column("media_type", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("captured_at", Text, nullable=False),
    Index("reports_publisher", "publisher"),
    Index("reports_listing", "published", "id"),
    Index("reports_url", "url"),
    Index("reports_origin", "origin"),
    Index("reports_capture", "capture"),
)
READINGS = Table(
    "readings",
    META,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("report", Text, ForeignKey("reports.id", ondelete="CASCADE"), nullable=False),
    Column("at", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("readings_report", "report"),
)
CLAIMS = Table(
    "claims",
    META,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("reading", Integer, ForeignKey("readings.seq", ondelete="CASCADE"), nullable=False),
    Column("id", Text, nullable=False),
    Column("report", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("stance", Text, nullable=False),
    Column("manner", Text, nullable=False),
    Column("source", Text),
    Column("source_kind", Text, nullable=False),
    Column("side", Text),
    Column("place", Text),
    Column("earliest", Text),
    Column("latest", Text),
    Column("score", Float, nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("reading", "id", name="claims_once"),
    Index("claims_id", "id"),
    Index("claims_report", "report"),
    Index("claims_kind", "kind"),
    Index("claims_side", "side"),
    Index("claims_earliest", "earliest"),
    Index("claims_score", "score", "id"),
    Index("claims_source", "source", "side"),
)
SKIPS = Table(
    "skips",
    META,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("reading", Integer, ForeignKey("readings.seq", ondelete="CASCADE"), nullable=False),
    Column("stage", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("n", Integer, nullable=False),
    Index("skips_reading", "reading"),
)
RUNS = Table(
    "runs",
    META,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("run", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("body", Text, nullable=False),
)
FAILURES = Table(
    "failures",
    META,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("run", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("where", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("do", Text, nullable=False),
)
DECISIONS = Table(
    "decisions",
    META,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("replaces", Integer),
    Column("body_sha256", Text, nullable=False),
    Index("decisions_subject", "subject"),
)
# Apart from `decisions`, so that a purge can erase words about a report while the chain still proves the decision.
DECISION_BODIES = Table(
    "decision_bodies",
    META,
    Column("decision", Integer, ForeignKey("decisions.seq"), primary_key=True),
    Column("report", Text),
    Column("body", Text, nullable=False),
)
TOMBSTONES = Table(
    "tombstones",
    META,
    Column("report", Text, primary_key=True),
    Column("sha256", Text, nullable=False),
    Column("capture", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
)
LOG = Table(
    "log",
    META,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("entry", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("report", Text),
    Column("digest", Text, nullable=False),
    Column("prev", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

# Derived: made again from the tables above at any time.
CURRENT = Table(
    "current",
    META,
    Column("report", Text, ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
    Column("reading", Integer, ForeignKey("readings.seq", ondelete="CASCADE"), nullable=False, unique=True),
)
EVENTS = Table(
    "events",
    META,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("place", Text),
    Column("place_name", Text),
    Column("earliest", Text),
    Column("latest", Text),
    Column("reports", Integer, nullable=False),
    Column("sides", Text, nullable=False),
    Column("body", Text, nullable=False),
    # these hold all that a list sorts, filters and counts by, so that no body is read for it
    Index(
        "events_by_reports", desc("reports"), "label", "id", "kind", "status", "sides", "place", "earliest", "latest"
    ),
    Index("events_by_time", "earliest", "id", "kind", "status", "sides", "place", "latest"),
    Index("events_by_place", "place", "kind", "status", "sides", "earliest", "latest", "id"),
    Index("events_listing", "kind", "status", "sides", "place", "reports", "label", "earliest", "latest", "id"),
)
EVENT_CLAIMS = Table(
    "event_claims",
    META,
    Column("claim", Text, primary_key=True),
    Column("event", Text, ForeignKey("events.id", ondelete="CASCADE"), nullable=False),
    Index("event_claims_event", "event"),
)
# What a list sorts and counts by, and which claims lead to it: narrow rows with numbers for keys (`facts.py`).
EVENT_FACTS = Table(
    "event_facts",
    META,
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, ForeignKey("events.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("sides", Text, nullable=False),
    Column("place_name", Text),
    Column("reports", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("earliest", Text),
)
EVENT_SEQS = Table(
    "event_seqs",
    META,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("n", Integer, ForeignKey("event_facts.n", ondelete="CASCADE"), nullable=False),
    Index("event_seqs_n", "n"),
)
# Which events bear a mark, and which a publisher tells: one row each, whatever number of claims does (`facts.py`).
EVENT_TAGS = Table(
    "event_tags",
    META,
    Column("what", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("n", Integer, ForeignKey("event_facts.n", ondelete="CASCADE"), primary_key=True),
    Index("event_tags_n", "n"),
    sqlite_with_rowid=False,
)
ORIGINS = Table(
    "origins",
    META,
    Column("event", Text, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("side", Text),
    Column("named", Integer, nullable=False),
    Column("counted", Integer, nullable=False),
    Column("stance", Text, nullable=False),
)
COPIES = Table(
    "copies",
    META,
    Column("left", Text, primary_key=True),
    Column("right", Text, primary_key=True),
    Column("score", Float, nullable=False),
    Column("body", Text, nullable=False),
    Index("copies_right", "right"),
)
# What finds the events and reports that a new report may meet (filled in large ledgers alone).
BLOCKS = Table(
    "blocks",
    META,
    Column("key", Text, primary_key=True),
    Column("event", Text, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Index("blocks_event", "event"),
)
SKETCHES = Table(
    "sketches",
    META,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("report", Text, ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
    Index("sketches_report", "report"),
)
SPOTS = Table(
    "spots",
    META,
    Column("event", Text, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Text, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Index("spots_place", "place", "first"),
)
STATE = Table(
    "state",
    META,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

# Which column of an append-only table names the report that a tombstone must cover before a row may go.
_GUARDED = {
    "reports": "OLD.id",
    "readings": "OLD.report",
    "claims": "OLD.report",
    "decision_bodies": "OLD.report",
}
_NEVER = ("runs", "failures", "decisions", "tombstones", "log")


def sqlite_guards() -> tuple[str, ...]:
    """Triggers and full-text tables that SQLite needs besides the tables."""
    out = [
        "CREATE VIRTUAL TABLE report_text USING fts5(title, body, tokenize='unicode61 remove_diacritics 2')",
        "CREATE VIRTUAL TABLE claim_text USING fts5(body, tokenize='unicode61 remove_diacritics 2')",
    ]
    for table in (*_GUARDED, *_NEVER, "captures", "skips"):
        out.append(
            f"CREATE TRIGGER {table}_fixed BEFORE UPDATE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    for table in _NEVER:
        out.append(
            f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    for table, report in _GUARDED.items():
        out.append(
            f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} "
            f"WHEN NOT EXISTS (SELECT 1 FROM tombstones WHERE report = {report}) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    out.append(
        "CREATE TRIGGER captures_kept BEFORE DELETE ON captures "
        "WHEN NOT EXISTS (SELECT 1 FROM tombstones WHERE capture = OLD.sha256) "
        "BEGIN SELECT RAISE(ABORT, 'captures is append-only'); END"
    )
    return tuple(out)


def postgres_guards() -> tuple[str, ...]:
    """The same promises in PostgreSQL: full text by `tsvector`, appending held by triggers."""
    out = [
        "CREATE TABLE report_text (rowid BIGINT PRIMARY KEY, title TEXT, body TEXT, "
        "words tsvector GENERATED ALWAYS AS (to_tsvector('simple', coalesce(title,'') || ' ' || body)) STORED)",
        "CREATE INDEX report_text_words ON report_text USING GIN (words)",
        "CREATE TABLE claim_text (rowid BIGINT PRIMARY KEY, body TEXT, "
        "words tsvector GENERATED ALWAYS AS (to_tsvector('simple', body)) STORED)",
        "CREATE INDEX claim_text_words ON claim_text USING GIN (words)",
        "CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
    ]
    for table in (*_GUARDED, *_NEVER, "captures", "skips"):
        out.append(f"CREATE TRIGGER {table}_fixed BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION append_only()")
    for table in _NEVER:
        out.append(f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION append_only()")
    covers = {table: f"report = {column}" for table, column in _GUARDED.items()} | {"captures": "capture = OLD.sha256"}
    for table, condition in covers.items():
        out.append(
            f"CREATE FUNCTION {table}_kept() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF NOT EXISTS (SELECT 1 FROM tombstones WHERE {condition}) "
            f"THEN RAISE EXCEPTION '{table} is append-only'; END IF; RETURN OLD; END $$"
        )
        out.append(f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_kept()")
    return tuple(out)
