"""The first tables: what was found, what was told of it, who works, what was asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

__all__ = ["down_revision", "revision", "upgrade"]

revision = "0001"
down_revision: str | None = None

# Types are written out: what a released migration makes does not change with the code around it.
_MOMENT = sa.DateTime(timezone=True)
_COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _make_watch()
    _make_alerts()
    _make_events()
    _make_runs()
    _make_questions()


def _make_watch() -> None:
    op.create_table(
        "gnomon_verdict",
        sa.Column("metric", sa.String(200), nullable=False),
        sa.Column("slice", sa.Text(), nullable=False),
        sa.Column("grain", sa.String(20), nullable=False),
        sa.Column("start", sa.DateTime(), nullable=False),
        sa.Column("rule", sa.String(64), nullable=False),
        sa.Column("value", sa.Float(53)),
        sa.Column("expected", sa.Float(53)),
        sa.Column("low", sa.Float(53)),
        sa.Column("high", sa.Float(53)),
        sa.Column("p_value", sa.Float(53)),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("is_loud", sa.Boolean(), nullable=False),
        sa.Column("run", sa.String(80), nullable=False),
        sa.Column("said_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("metric", "slice", "grain", "start", "rule", name="pk_gnomon_verdict"),
    )
    op.create_index("ix_gnomon_verdict_start", "gnomon_verdict", ["start"])
    op.create_table(
        "gnomon_incident",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("metric", sa.String(200), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("severity", sa.String(20), nullable=False),
        sa.Column("began", sa.DateTime(), nullable=False),
        sa.Column("last", sa.DateTime(), nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_gnomon_incident"),
    )
    op.create_index("ix_gnomon_incident_state", "gnomon_incident", ["state"])
    op.create_index("ix_gnomon_incident_last", "gnomon_incident", ["last"])
    op.create_table(
        "gnomon_explained",
        sa.Column("incident", sa.String(40), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("sentences", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("incident", name="pk_gnomon_explained"),
    )
    op.create_table(
        "gnomon_series_state",
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_gnomon_series_state"),
    )


def _make_alerts() -> None:
    op.create_table(
        "gnomon_alert",
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("channel", sa.String(100), nullable=False),
        sa.Column("incident", sa.String(40)),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("picture", sa.LargeBinary()),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("claimed_until", _MOMENT),
        sa.Column("settled_at", _MOMENT),
        sa.PrimaryKeyConstraint("key", name="pk_gnomon_alert"),
    )
    op.create_index("ix_gnomon_alert_state", "gnomon_alert", ["state", "due_at"])
    op.create_index("ix_gnomon_alert_incident", "gnomon_alert", ["incident"])
    op.create_table(
        "gnomon_mute",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("metric", sa.String(200), nullable=False),
        sa.Column("slice", sa.Text(), nullable=False),
        sa.Column("until", _MOMENT, nullable=False),
        sa.Column("by_whom", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_gnomon_mute"),
    )


def _make_events() -> None:
    op.create_table(
        "gnomon_event",
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("start", sa.String(40), nullable=False),
        sa.Column("end", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", "start", name="pk_gnomon_event"),
    )


def _make_runs() -> None:
    op.create_table(
        "gnomon_run",
        sa.Column("period", sa.String(80), nullable=False),
        sa.Column("begun_at", _MOMENT, nullable=False),
        sa.Column("holder", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("period", name="pk_gnomon_run"),
    )
    op.create_table(
        "gnomon_run_step",
        sa.Column("run", sa.String(80), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("done_at", _MOMENT),
        sa.Column("seconds", sa.Float(53)),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("run", "name", name="pk_gnomon_run_step"),
        sa.ForeignKeyConstraint(["run"], ["gnomon_run.period"], name="fk_gnomon_run_step_run"),
    )
    op.create_table(
        "gnomon_lease",
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("holder", sa.String(200), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("until", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_gnomon_lease"),
    )


def _make_questions() -> None:
    op.create_table(
        "gnomon_question",
        sa.Column("id", _COUNTER, autoincrement=True, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("metrics", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("question", sa.String(64), nullable=False),
        sa.Column("seconds", sa.Float(53), nullable=False),
        sa.Column("rows", sa.BigInteger()),
        sa.Column("face", sa.String(20), nullable=False),
        sa.Column("by_whom", sa.String(200), nullable=False),
        sa.Column("error", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_gnomon_question"),
    )
    op.create_index("ix_gnomon_question_at", "gnomon_question", ["at"])
