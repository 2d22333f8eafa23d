"""The tables of the store; a test holds them against what the migrations make."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from gnomon.store.columns import Real, SliceText, TextList, UtcMoment

__all__ = [
    "ALERT",
    "EVENT",
    "EXPLAINED",
    "INCIDENT",
    "LEASE",
    "METADATA",
    "MUTE",
    "QUESTION",
    "RUN",
    "RUN_STEP",
    "SERIES_STATE",
    "VERDICT",
]

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)
# SQLite counts up only in a column that is INTEGER.
_COUNTER = BigInteger().with_variant(Integer(), "sqlite")

VERDICT = Table(
    "gnomon_verdict",
    METADATA,
    Column("metric", String(200), primary_key=True),
    Column("slice", SliceText(), primary_key=True),
    Column("grain", String(20), primary_key=True),
    Column("start", DateTime(), primary_key=True),
    Column("rule", String(64), primary_key=True),
    Column("value", Float(53)),
    Column("expected", Real()),
    Column("low", Real()),
    Column("high", Real()),
    Column("p_value", Real()),
    Column("kind", String(40), nullable=False),
    Column("is_loud", Boolean(), nullable=False),
    Column("run", String(80), nullable=False),
    Column("said_at", UtcMoment(), nullable=False),
    Index(None, "start"),
)
INCIDENT = Table(
    "gnomon_incident",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("version", Integer(), nullable=False),
    Column("metric", String(200), nullable=False),
    Column("state", String(20), nullable=False),
    Column("severity", String(20), nullable=False),
    Column("began", DateTime(), nullable=False),
    Column("last", DateTime(), nullable=False),
    Column("changed_at", UtcMoment(), nullable=False),
    Column("body", Text(), nullable=False),
    Index(None, "state"),
    Index(None, "last"),
)
EXPLAINED = Table(
    "gnomon_explained",
    METADATA,
    Column("incident", String(40), primary_key=True),
    Column("made_at", UtcMoment(), nullable=False),
    Column("outcome", Text(), nullable=False),
    Column("sentences", TextList(), nullable=False),
    Column("document", Text(), nullable=False),
)
ALERT = Table(
    "gnomon_alert",
    METADATA,
    Column("key", String(200), primary_key=True),
    Column("channel", String(100), nullable=False),
    Column("incident", String(40)),
    Column("title", Text(), nullable=False),
    Column("body", Text(), nullable=False),
    Column("picture", LargeBinary()),
    Column("made_at", UtcMoment(), nullable=False),
    Column("due_at", UtcMoment(), nullable=False),
    Column("state", String(20), nullable=False),
    Column("attempts", Integer(), nullable=False),
    Column("error", Text(), nullable=False),
    Column("claimed_until", UtcMoment()),
    Column("settled_at", UtcMoment()),
    Index(None, "state", "due_at"),
    Index(None, "incident"),
)
MUTE = Table(
    "gnomon_mute",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("metric", String(200), nullable=False),
    Column("slice", SliceText(), nullable=False),
    Column("until", UtcMoment(), nullable=False),
    Column("by_whom", String(200), nullable=False),
    Column("reason", Text(), nullable=False),
    Column("made_at", UtcMoment(), nullable=False),
)
EVENT = Table(
    "gnomon_event",
    METADATA,
    Column("name", String(200), primary_key=True),
    Column("start", String(40), primary_key=True),
    Column("end", String(40), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("scope", SliceText(), nullable=False),
    Column("note", Text(), nullable=False),
)
RUN = Table(
    "gnomon_run",
    METADATA,
    Column("period", String(80), primary_key=True),
    Column("begun_at", UtcMoment(), nullable=False),
    Column("holder", String(200), nullable=False),
)
RUN_STEP = Table(
    "gnomon_run_step",
    METADATA,
    Column("run", String(80), ForeignKey("gnomon_run.period"), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("place", Integer(), nullable=False),
    Column("done_at", UtcMoment()),
    Column("seconds", Float(53)),
    Column("note", Text(), nullable=False),
)
LEASE = Table(
    "gnomon_lease",
    METADATA,
    Column("name", String(80), primary_key=True),
    Column("holder", String(200), nullable=False),
    Column("fence", BigInteger(), nullable=False),
    Column("until", UtcMoment(), nullable=False),
)
QUESTION = Table(
    "gnomon_question",
    METADATA,
    Column("id", _COUNTER, primary_key=True, autoincrement=True),
    Column("at", UtcMoment(), nullable=False),
    Column("metrics", TextList(), nullable=False),
    Column("by", TextList(), nullable=False),
    Column("question", String(64), nullable=False),
    Column("seconds", Float(53), nullable=False),
    Column("rows", BigInteger()),
    Column("face", String(20), nullable=False),
    Column("by_whom", String(200), nullable=False),
    Column("error", String(20), nullable=False),
    Index(None, "at"),
)
SERIES_STATE = Table(
    "gnomon_series_state",
    METADATA,
    Column("key", String(200), primary_key=True),
    Column("data", LargeBinary(), nullable=False),
    Column("saved_at", UtcMoment(), nullable=False),
)
