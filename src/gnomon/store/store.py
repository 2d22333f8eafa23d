"""The store: everything that the product keeps of its own, behind one object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from gnomon.records.explained import Explained
from gnomon.store import calendar, incidents, leases, outbox, questions, verdicts
from gnomon.store.connect import connect
from gnomon.store.database import reading, told, upsert, writing
from gnomon.store.ledger import RUN_LEASE, Ledger
from gnomon.store.migrate import migrate
from gnomon.store.tables import EXPLAINED, SERIES_STATE

if TYPE_CHECKING:
    from gnomon.records.alert import Alert, AlertState
    from gnomon.records.anomaly import Anomaly
    from gnomon.records.event import Event
    from gnomon.records.incident import Feedback, Incident, IncidentState
    from gnomon.records.mute import Mute
    from gnomon.records.usage import Usage
    from gnomon.records.verdict import Verdict

__all__ = ["RUN_LEASE", "Store", "open_store"]

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_NO_STATES: Final[Mapping[str, bytes]] = MappingProxyType({})


def open_store(url: str) -> Store:
    """Open a store; its tables are made, or brought to what this version needs.

    Parameters
    ----------
    url : str
        ``sqlite:///path/state.db`` or ``postgresql+psycopg://user@host/database``.

    Raises
    ------
    InputError
        If it is no such address.
    StoreError
        If it does not open, or a newer version of Gnomon wrote it.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_store(f"sqlite:///{folder}/state.db") as store:
    ...     store.incidents()
    ()
    """
    engine = connect(url)
    try:
        with told():
            migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine)


class Store(Ledger):
    """State of one project; a context manager. Each method is one transaction.

    Made by :func:`open_store`.
    """

    def commit_watch(  # noqa: PLR0913 - what a run leaves behind
        self,
        *,
        run: str,
        verdicts: Sequence[Anomaly],
        incidents: Sequence[Incident],
        alerts: Sequence[Alert],
        fence: int,
        rules: Mapping[str, str] = _NOTHING,
        states: Mapping[str, bytes] = _NO_STATES,
        lease: str = RUN_LEASE,
        now: datetime | None = None,
    ) -> None:
        """Save all that a run found, or nothing.

        Verdicts and alerts that are there already stay as they are, incidents are brought together with what
        people did to them meanwhile. Saving the same again changes nothing.

        Parameters
        ----------
        run : str
            Period of the run.
        verdicts : sequence of Anomaly
        incidents : sequence of Incident
            New and changed ones.
        alerts : sequence of Alert
            What shall be told of them.
        fence : int
            Number of the lease under which it was found.
        rules : mapping of str to str
            Metric to the hash of the rule in force, kept with each verdict.
        states : mapping of str to bytes
            State of series, by key.
        lease : str
            Name of that lease.
        now : datetime, optional
            The clock, unless given.

        Raises
        ------
        StaleFenceError
            If another copy took the lease since.
        """
        at = now or _now()
        with writing(self._engine) as connection:
            leases.hold_fence(connection, lease, fence)
            _keep_verdicts(connection, verdicts, rules=rules, run=run, now=at)
            _merge_incidents(connection, incidents, now=at)
            outbox.keep_alerts(connection, alerts)
            upsert(connection, SERIES_STATE, [_state_row(key, data, at) for key, data in states.items()])

    def verdicts(
        self,
        *,
        metric: str | None = None,
        rule: str | None = None,
        since: datetime | None = None,
        limit: int | None = None,
    ) -> tuple[Verdict, ...]:
        """Read what was said of buckets, the newest first, each with the rule that was in force."""
        with reading(self._engine) as connection:
            return verdicts.find_verdicts(connection, metric=metric, rule=rule, since=since, limit=limit)

    def incidents(
        self,
        *,
        states: Sequence[IncidentState] = (),
        metric: str | None = None,
        since: datetime | None = None,
        changed_since: datetime | None = None,
        limit: int | None = None,
    ) -> tuple[Incident, ...]:
        """Read incidents, those that were seen last first.

        Parameters
        ----------
        states : sequence of IncidentState
            Only these; all unless given.
        metric : str, optional
            Only those that touch this metric.
        since : datetime, optional
            Only those that were still on at this bucket, in the reporting zone, without a zone.
        changed_since : datetime, optional
            Only those that a run or a person changed at this moment or later, in UTC, with a zone.
        limit : int, optional
        """
        with reading(self._engine) as connection:
            return incidents.find_incidents(
                connection,
                states=states,
                metric=metric,
                since=since,
                changed_since=changed_since,
                limit=limit,
            )

    def incident(self, prefix: str) -> Incident:
        """Read the incident whose id begins like this.

        Raises
        ------
        UnknownNameError
            If there is none.
        AmbiguousIdError
            If there are several.
        """
        with reading(self._engine) as connection:
            return incidents.find_incident(connection, prefix)

    def save_incident(self, incident: Incident, *, now: datetime | None = None) -> Incident:
        """Save what a person did to an incident, and give it back as it stands now.

        Raises
        ------
        StoreConflictError
            If it was changed after it was read.
        """
        with writing(self._engine) as connection:
            return incidents.save_incident(connection, incident, now=now or _now())

    def feedback(self, metric: str | None = None) -> tuple[tuple[Incident, Feedback], ...]:
        """Read opinions with the incidents that they are of, the oldest first."""
        found = ((each, said) for each in self.incidents(metric=metric) for said in each.feedback)
        return tuple(sorted(found, key=lambda pair: (pair[1].at, pair[0].id)))

    def mutes(self, now: datetime | None = None) -> tuple[Mute, ...]:
        """Read mutes; with ``now``, those that are in force."""
        with reading(self._engine) as connection:
            return calendar.find_mutes(connection, now=now)

    def add_mute(self, mute: Mute) -> None:
        """Keep a mute."""
        with writing(self._engine) as connection:
            calendar.add_mute(connection, mute)

    def end_mute(self, mute: str, *, now: datetime | None = None) -> None:
        """End a mute before its time.

        Raises
        ------
        UnknownNameError
            If there is none with this id.
        """
        with writing(self._engine) as connection:
            calendar.end_mute(connection, mute, now=now or _now())

    def add_alerts(self, alerts: Sequence[Alert]) -> None:
        """Put alerts into the outbox that belong to no run, such as escalations; a key that is there stays."""
        with writing(self._engine) as connection:
            outbox.keep_alerts(connection, alerts)

    def alerts(
        self, *, states: Sequence[AlertState] = (), incident: str | None = None, limit: int | None = None
    ) -> tuple[Alert, ...]:
        """Read alerts, the newest first."""
        with reading(self._engine) as connection:
            return outbox.find_alerts(connection, states=states, incident=incident, limit=limit)

    def waiting_alerts(self, now: datetime) -> tuple[Alert, ...]:
        """Read what is due, waiting or held, and nobody is sending; the oldest first."""
        with reading(self._engine) as connection:
            return outbox.waiting_alerts(connection, now)

    def claim_alert(self, key: str, now: datetime) -> bool:
        """Take an alert for sending, which counts as an attempt; false where another process has it.

        A claim ends after five minutes, so that an alert whose sender was killed is sent by the next one.
        """
        with writing(self._engine) as connection:
            return outbox.claim_alert(connection, key, now)

    def settle_alert(
        self,
        key: str,
        *,
        state: AlertState,
        error: str = "",
        due_at: datetime | None = None,
        now: datetime | None = None,
    ) -> bool:
        """Write down how sending went; ``due_at`` says when to try again. False where it was sent already."""
        with writing(self._engine) as connection:
            return outbox.settle_alert(
                connection, key, state=state, error=error, due_at=due_at, now=now or _now()
            )

    def reword_alert(self, key: str, *, title: str, body: str, picture: bytes | None = None) -> bool:
        """Say an alert in other words, for example with the explanation; false where it is being or was sent."""
        with writing(self._engine) as connection:
            return outbox.reword_alert(connection, key, title=title, body=body, picture=picture)

    def save_explained(self, explained: Explained) -> None:
        """Keep the explanation of an incident; an earlier one is replaced."""
        with writing(self._engine) as connection:
            upsert(connection, EXPLAINED, [asdict(explained)])

    def explained(self, incidents: Sequence[str]) -> Mapping[str, Explained]:
        """Read the explanations of incidents, by id; those that have none are left out."""
        query = select(EXPLAINED).where(EXPLAINED.c.incident.in_(list(incidents)))
        with reading(self._engine) as connection:
            rows = connection.execute(query).mappings()
            return {row["incident"]: Explained(**row) for row in rows}

    def events(self) -> tuple[Event, ...]:
        """Read known events that were added beside those of the project's files, in order of time."""
        with reading(self._engine) as connection:
            return calendar.find_events(connection)

    def add_event(self, event: Event) -> None:
        """Keep an event; one of the same name and start is replaced."""
        with writing(self._engine) as connection:
            calendar.add_event(connection, event)

    def drop_event(self, name: str, *, start: date | datetime | None = None) -> int:
        """Forget an event, or all of one name, and say how many.

        Raises
        ------
        UnknownNameError
            If there is none.
        """
        with writing(self._engine) as connection:
            return calendar.drop_event(connection, name, start=start)

    def log_questions(self, lines: Sequence[Usage]) -> None:
        """Add lines to the question log."""
        with writing(self._engine) as connection:
            questions.log_questions(connection, lines)

    def questions(self, limit: int | None = None) -> tuple[Usage, ...]:
        """Read the question log, the newest first."""
        with reading(self._engine) as connection:
            return questions.find_questions(connection, limit=limit)

    def series_state(self, key: str) -> bytes | None:
        """Read what was kept of a series; None where nothing was."""
        with reading(self._engine) as connection:
            return connection.execute(
                select(SERIES_STATE.c.data).where(SERIES_STATE.c.key == key)
            ).scalar_one_or_none()

    def save_series_state(self, key: str, data: bytes, *, now: datetime | None = None) -> None:
        """Keep the state of a series; what was kept before is replaced."""
        with writing(self._engine) as connection:
            upsert(connection, SERIES_STATE, [_state_row(key, data, now or _now())])


# The arguments of commit_watch are called like the modules.
_keep_verdicts, _merge_incidents = verdicts.keep_verdicts, incidents.merge_incidents


def _now() -> datetime:
    return datetime.now(UTC)


def _state_row(key: str, data: bytes, at: datetime) -> dict[str, object]:
    return {"key": key, "data": data, "saved_at": at}
