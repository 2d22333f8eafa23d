"""Send what waits in the outbox: at least once, again after a failure, and never by two at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random, SystemRandom
from typing import TYPE_CHECKING, Final

from gnomon.app.telling.batches import Batch, make_batches
from gnomon.app.telling.channel_address import find_channel
from gnomon.app.telling.release import Release, judge_release
from gnomon.app.telling.send_message import Send, send_message
from gnomon.base.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable

    from gnomon.define import Model
    from gnomon.records.alert import Alert
    from gnomon.records.incident import Incident
    from gnomon.store import Store

__all__ = ["MOST_ATTEMPTS", "Delivery", "deliver_alerts", "next_try", "plan_delivery"]

MOST_ATTEMPTS: Final = 8
_FIRST: Final = timedelta(seconds=30)
_LONGEST: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How sending went, as keys of alerts.

    Attributes
    ----------
    sent, retried, failed, dropped, held : tuple of str
        Sent now; to be tried again; given up; no longer worth telling; still to be silent about.
    messages : int
        How many messages went out: several alerts may share one.
    errors : tuple of str
        What channels said, each once.
    """

    sent: tuple[str, ...] = ()
    retried: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    messages: int = 0
    errors: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The counts in words."""
        parts = [f"{self.messages} messages sent ({len(self.sent)} alerts)"]
        rest = (("to be tried again", self.retried), ("given up", self.failed), ("held", self.held))
        parts += [f"{len(keys)} {what}" for what, keys in (*rest, ("dropped", self.dropped)) if keys]
        return ", ".join((*parts, *self.errors))


def plan_delivery(
    model: Model, store: Store, *, now: datetime
) -> tuple[tuple[Batch, ...], tuple[tuple[Alert, Release], ...]]:
    """Say what would be sent now, and what would not and why; nothing is changed."""
    mutes = store.mutes(now)
    due = [(alert, _incident(store, alert)) for alert in store.waiting_alerts(now)]
    judged = [(alert, judge_release(model, alert, incident, mutes=mutes, now=now)) for alert, incident in due]
    scores = {incident.id: incident.score for _, incident in due if incident is not None}
    going = [alert for alert, release in judged if release.may_go]
    return make_batches(going, scores=scores), tuple(pair for pair in judged if not pair[1].may_go)


def deliver_alerts(
    model: Model,
    store: Store,
    *,
    now: datetime,
    clock: Callable[[], datetime] | None = None,
    send: Send = send_message,
    rng: Random | None = None,
) -> Delivery:
    """Send every alert that is due, and write down how each went before the next is sent.

    An alert is claimed, sent and settled. Whoever is killed between sending and settling has told people, and
    the next one tells them once more when the claim ends: at least once, and twice only then. What fails is
    tried again after 30 seconds, a minute, two and so on up to an hour, each with a random part, and given up
    after eight tries.

    Parameters
    ----------
    now : datetime
        In UTC, with a zone: what is due by then is sent.
    clock : callable, optional
        The time at which something is claimed or settled; ``now`` unless given.
    send : callable
        Sends one message.
    rng : Random, optional
        For the waiting times.
    """
    tick, dice = clock or (lambda: now), rng or SystemRandom()
    batches, staying = plan_delivery(model, store, now=now)
    keys: dict[str, list[str]] = {}
    for alert, release in staying:
        state = "dropped" if release.dropped else "held"
        why = release.dropped or (release.hush.why if release.hush else "")
        until = release.hush.until if release.hush else None
        store.settle_alert(alert.key, state=state, error=why, due_at=until, now=tick())
        keys.setdefault(state, []).append(alert.key)
    count, errors = 0, dict[str, None]()
    for batch in batches:
        mine = tuple(alert for alert in batch.alerts if store.claim_alert(alert.key, tick()))
        for own in (batch,) if mine == batch.alerts else make_batches(mine):
            error = _send(model, own, send)
            count += not error
            if error:
                errors[f"{batch.channel}: {error}"] = None
            for alert in own.alerts:
                keys.setdefault(_settle(store, alert, error, tick(), dice), []).append(alert.key)
    done = {state: tuple(found) for state, found in keys.items()}
    return Delivery(**done, messages=count, errors=tuple(errors))


def next_try(attempts: int, *, rng: Random) -> timedelta:
    """Time to wait after so many tries: it doubles, up to an hour, and a random part keeps senders apart.

    Examples
    --------
    >>> from random import Random
    >>> [round(next_try(n, rng=Random(1)).total_seconds()) for n in (1, 2, 9)]
    [19, 38, 2284]
    """
    waits = min(_LONGEST, _FIRST * 2 ** min(attempts - 1, 16))
    return waits * rng.uniform(0.5, 1.5)


def _incident(store: Store, alert: Alert) -> Incident | None:
    return None if alert.incident is None else store.incident(alert.incident)


def _send(model: Model, batch: Batch, send: Send) -> str:
    try:
        channel = find_channel(model.settings.notices.channels, batch.channel)
    except UnknownNameError as error:
        return str(error)
    return send(channel, batch.message)


def _settle(store: Store, alert: Alert, error: str, now: datetime, rng: Random) -> str:
    """Write down how it went, and name the list that the alert belongs to."""
    attempts = alert.attempts + 1
    if not error:
        store.settle_alert(alert.key, state="sent", now=now)
        return "sent"
    if attempts >= MOST_ATTEMPTS:
        store.settle_alert(alert.key, state="failed", error=error, now=now)
        return "failed"
    due = now + next_try(attempts, rng=rng)
    store.settle_alert(alert.key, state="waiting", error=error, due_at=due, now=now)
    return "retried"
