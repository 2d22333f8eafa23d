"""The online state of many series: one call a bucket, judged by what was known before it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gnomon.stats import Hazard
from gnomon.watch.absence import Absence, Repeats
from gnomon.watch.arrays import REAL, Flags, Floats, Places
from gnomon.watch.bank import Bank
from gnomon.watch.feasts import Feasts
from gnomon.watch.floor import cap_surprise, even_share, least_noise
from gnomon.watch.habits import Effects, Habits, LongPlaces
from gnomon.watch.judge import Bucket, Judged, judge
from gnomon.watch.rhythm import Rhythm
from gnomon.watch.slow import SlowLevel
from gnomon.watch.spans import Spans, compress_tail
from gnomon.watch.step import Step
from gnomon.watch.tuning import TUNING, Tuning
from gnomon.watch.units import Units

__all__ = ["WatchState"]

_LARGEST: Final = 40.0  # a larger score teaches the tails as if it were this large


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchState:
    """Everything that is known of many series after some buckets.

    The state is a value: :meth:`advance` returns a new one and leaves the old one as it was.

    Attributes
    ----------
    rhythm, tuning : Rhythm, Tuning
        What the grain means, and the numbers of the method.
    phase : int
        Phase of the season of the next bucket.
    age : array of int, shape (series,)
        Buckets since the first value; verdicts begin at ``rhythm.warm``.
    waiting : tuple of array
        Last buckets, kept while some series has no forecasters yet.
    units, banks, feasts, habits, spans, slow, absence, repeats
        Scales, forecasters on the plain and the bent scale, effects of the calendar, of the month and the year,
        recent sums, slow level, missing buckets and repeated values.
    tests, whole : Hazard
        Tails of each test, and of the most surprised one.
    usual_n, favour, run : array of float, shape (series,)
        Recent denominator; by how much the bent scale foresees better; signed number of buckets far off in a row.
    residuals : tuple of pair of array
        Last residuals on both scales.
    """

    rhythm: Rhythm
    tuning: Tuning
    phase: int
    age: Places
    waiting: tuple[NDArray[np.float64], ...]
    units: Units
    banks: tuple[Bank, Bank]
    feasts: Feasts
    habits: Habits
    spans: Spans
    slow: SlowLevel
    absence: Absence
    repeats: Repeats
    tests: Hazard
    whole: Hazard
    usual_n: Floats
    favour: Floats
    run: Floats
    residuals: tuple[tuple[Floats, Floats], ...]

    @classmethod
    def start(
        cls, *, series: int, rhythm: Rhythm, is_ratio: Flags | None = None, phase: int = 0, kinds: int = 4,
        tuning: Tuning = TUNING,
    ) -> WatchState:  # fmt: skip
        """Begin to watch.

        Parameters
        ----------
        series : int
            How many.
        is_ratio : array of bool, shape (series,), optional
            Which of them are shares whose denominators will be given.
        phase : int
            Phase of the season of the first bucket.
        kinds : int
            Kinds of day that a calendar tells apart, the ordinary one included.
        """
        zero = np.zeros(series, REAL)
        bank = Bank.empty(series, rhythm)
        tests = len(rhythm.spans) + rhythm.has_slow
        return cls(
            rhythm=rhythm, tuning=tuning, phase=phase, age=np.zeros(series, np.intp), waiting=(),
            units=Units.empty(np.zeros(series, bool) if is_ratio is None else is_ratio), banks=(bank, bank),
            feasts=Feasts.start(kinds, series), habits=Habits.start(series), spans=Spans.start(rhythm.spans, series),
            slow=SlowLevel.empty(series), absence=Absence.start(series, rhythm.period),
            repeats=Repeats.start(series),
            tests=Hazard.start(
                (tests, series), edges=tuning.edges, guess=tuning.guess, prior=tuning.prior, memory=tuning.memory,
            ),
            whole=Hazard.start(
                (series,), edges=tuning.whole_edges, guess=tuning.whole_guess, prior=tuning.whole_prior,
                memory=tuning.memory,
            ),
            usual_n=zero + 1, favour=zero, run=zero, residuals=(),
        )  # fmt: skip

    def advance(
        self, values: NDArray[np.float64], *, n: NDArray[np.float64] | None = None, kind: Places | None = None,
        at: LongPlaces | None = None,
    ) -> tuple[WatchState, Step]:  # fmt: skip
        """Judge the next bucket of every series, then learn from it.

        Parameters
        ----------
        values : array of float, shape (series,)
            nan where the bucket has no row.
        n : array of float, shape (series,), optional
            Denominators of the shares.
        kind : array of int, shape (series,), optional
            Kind of day; 0 is ordinary.
        at : LongPlaces, optional
            Place in the month and the year; without it neither has an effect.

        Returns
        -------
        pair of WatchState and Step
        """
        missing = np.isnan(values)
        rows = None if n is None else np.where(n > 0, n, self.usual_n)
        evened = values if rows is None else np.where(self.units.is_ratio, even_share(values, rows), values)
        effects = None if at is None else self.habits.expect(at, self.banks[1].spread, self.rhythm)
        bucket = Bucket(
            values=self._take_off(np.where(missing, 0.0, evened).astype(REAL), effects),
            n=None if rows is None else rows.astype(REAL),
            usual_n=self.usual_n, day=kind if kind is not None and kind.any() else None,
        )  # fmt: skip
        judged = judge(
            bucket, units=self.units, banks=self.banks, feasts=self.feasts, favour=self.favour,
            phase=self.phase, tuning=self.tuning,
        )  # fmt: skip
        ready = self.age >= self.rhythm.warm
        ordinary = ~missing if bucket.day is None else ~missing & (bucket.day == 0)
        weight = (ordinary & ready).astype(REAL)
        gone = missing if n is None else missing & ~(n == 0)  # no denominator is no gap in the data
        tested = self._follow_tests(values, missing, judged, weight, gone)
        state, accepted = _follow_values(tested.state, bucket, judged, tested, weight, ready & ~missing)
        if at is not None and effects is not None:
            state = _follow_habits(state, at, effects, judged, weight)
        step = Step(
            habit=0 if effects is None else effects.both,
            nats=np.where(ready, tested.nats, np.nan), lead=tested.lead, accepted=accepted,
            score=tested.score, judged=judged, before=self, n=rows,
        )  # fmt: skip
        return _tick(state, evened, missing), step

    def _take_off(self, values: Floats, effects: Effects | None) -> Floats:
        """Values as if their month and year had no effect."""
        if effects is None or not effects.both.any():
            return values
        taken = self.units.straight(self.units.bent(values) - effects.both)
        return np.where(effects.both == 0, values, taken)

    def _follow_tests(
        self, values: NDArray[np.float64], missing: Flags, judged: Judged, weight: Floats, gone: Flags
    ) -> _Tested:
        """Find how surprised each test is; the tests learn."""
        tuning, last = self.tuning, len(self.rhythm.spans)
        score = np.where(missing, 0, judged.score)
        standard = self.spans.sum(score)[: last + self.rhythm.has_slow]
        spans = self.spans.learn(standard[:last], weight=weight)
        widest = np.max(np.abs(standard[:last]), axis=0)
        standard[:last] /= self.spans.spread
        slow, weights = self.slow, np.broadcast_to(weight, standard.shape)
        if self.rhythm.has_slow:
            apart = judged.bent - self.banks[1].season[self.phase]
            usual = self.banks[1].spread
            sure = np.minimum(1, (usual / judged.spread.bent) ** 2)  # a bucket of few rows says less
            slow = self.slow.learn(apart, usual, weight=weight * sure, tuning=tuning)
            standard[last] = slow.score(rest=tuning.slow_rest)
            weights = weights.copy()
            weights[last] *= slow.age > tuning.slow_rest
        raw = compress_tail(np.abs(standard), tuning.tail)
        nats = self.tests.bend(raw)
        top, lead = nats[0], np.zeros(score.size, np.intp)
        for place, found in enumerate(nats[1:], 1):
            lead[found > top] = place
            top = np.maximum(top, found)
        whole = self.whole.bend(top)
        capped = cap_surprise(whole, widest, self.units)
        whole = np.where(lead == last, whole, capped) if self.rhythm.has_slow else capped
        repeats = self.repeats.learn(values)
        stuck = repeats.surprise(self.units, judged.seen_plain.value * self.units.size)
        nats_gone = np.where(gone, -np.log(self.absence.chance(self.phase)), 0)
        state = replace(
            self, tests=self.tests.learn(np.minimum(raw, _LARGEST), weight=weights),
            whole=self.whole.learn(np.minimum(top, _LARGEST), weight=weight),
            absence=self.absence.learn(gone, self.phase, weight=(self.age > 0).astype(REAL)),
            repeats=repeats, spans=spans, slow=slow,
        )  # fmt: skip
        return _Tested(
            state=state, score=score, slow_nats=nats[-1],
            nats=np.where(missing, nats_gone, np.maximum(whole, stuck)),
            lead=np.where(missing, Step.MISSING, np.where(stuck > whole, Step.STUCK, lead)),
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tested:
    """The state after its tests learned, and what they said; arrays of shape (series,)."""

    state: WatchState
    score: Floats
    nats: Floats
    lead: Places
    slow_nats: Floats


def _follow_values(
    state: WatchState, bucket: Bucket, judged: Judged, tested: _Tested, weight: Floats, seen: Flags
) -> tuple[WatchState, Floats]:
    """Let the forecasters learn; accept a level that stayed."""
    tuning, usable = state.tuning, weight > 0
    side = np.sign(tested.score)
    far = np.where(np.abs(tested.score) > tuning.accept_score, side, 0)
    run = np.where(usable, np.where(state.run * far > 0, state.run + far, far), state.run)
    plain, bent = (
        bank.learn(values, forecast, state.phase, weight=weight, rates=state.rhythm.rates, tuning=tuning)
        for bank, values, forecast in (
            (state.banks[0], judged.plain, judged.seen_plain),
            (state.banks[1], judged.bent, judged.seen_bent),
        )
    )
    slow = state.slow
    if state.rhythm.has_slow:
        fired = tested.slow_nats > -np.log(tuning.slow_fire)
        slow = slow.settle(usable & fired & (slow.age > tuning.slow_rest))
    residuals = (*state.residuals, (judged.apart_plain, judged.apart_bent))[-state.rhythm.patience :]
    accepted, by = np.abs(run) >= state.rhythm.patience, np.zeros_like(run)
    if accepted.any():
        on_plain, on_bent = (
            REAL(tuning.accept_share) * np.median(np.stack(r), axis=0) for r in zip(*residuals, strict=True)
        )
        by = np.where(accepted, on_bent, 0)
        plain, bent, slow = plain.jump(np.where(accepted, on_plain, 0)), bent.jump(by), slow.jump(by)
        run = np.where(accepted, 0, run)
    keep = usable & (tested.nats < -np.log(tuning.remembered))
    changed = replace(
        state, banks=(plain, bent), slow=slow, run=run, residuals=residuals,
        feasts=state.feasts.learn(bucket.day, judged.apart_bent, usable=seen),
        spans=state.spans.remember(tested.score, keep=keep, forget=accepted),
        favour=state.favour + tuning.scale_rate * weight * (judged.gain - state.favour),
        usual_n=_follow_n(state.usual_n, bucket.n, state.age, tuning.spread_rate),
    )  # fmt: skip
    return changed, by


def _follow_habits(
    state: WatchState, at: LongPlaces, effects: Effects, judged: Judged, weight: Floats
) -> WatchState:
    """Let the month and the year learn; levels make room where more of the year is expected from now on."""
    value = judged.bent - state.banks[1].season[state.phase]
    habits, more = state.habits.learn(
        at, effects, missed=judged.apart_bent, value=value, spread=state.banks[1].spread, weight=weight,
        rhythm=state.rhythm,
    )  # fmt: skip
    if not more.any():
        return replace(state, habits=habits)
    middle, units = judged.seen_plain.mixed, state.units
    lower = units.plain(units.straight(units.bent(middle * units.size) - more))
    banks = (state.banks[0].jump(np.where(more == 0, 0, lower - middle)), state.banks[1].jump(-more))
    return replace(state, habits=habits, banks=banks, slow=state.slow.jump(-more))


def _tick(state: WatchState, values: NDArray[np.float64], missing: Flags) -> WatchState:
    """Move to the next bucket; start the forecasters of series whose history is long enough by then."""
    warm = state.rhythm.warm
    age = np.where((state.age > 0) | ~missing, state.age + 1, 0)
    waiting = () if (age > warm).all() else (*state.waiting, values)[-warm:]
    changed = replace(state, age=age, phase=(state.phase + 1) % state.rhythm.period, waiting=waiting)
    rows = np.flatnonzero(age == warm)
    return _begin(changed, rows) if rows.size else changed


def _begin(state: WatchState, rows: Places) -> WatchState:
    """Fit the forecasters of some series; those with more gaps than values wait for another bucket."""
    rhythm = state.rhythm
    history = np.stack(state.waiting, axis=1)[rows]
    enough = 2 * np.isfinite(history).sum(axis=1) >= rhythm.warm
    age = state.age.copy()
    age[rows[~enough]] -= 1
    rows, history = rows[enough], history[enough]
    if not rows.size:
        return replace(state, age=age)
    units = state.units.begin(rows, history)
    here = units.select(rows)
    first = (state.phase - rhythm.warm) % rhythm.period
    columns = history.T.astype(REAL)
    plain, bent = (
        bank.begin(rows, np.stack([scale(c) for c in columns], axis=1), rhythm, first)
        for bank, scale in zip(state.banks, (here.plain, here.bent), strict=True)
    )
    slow = state.slow.begin(rows, bent.level[0, rows], bent.spread[rows])
    sampling = least_noise(here, history, None if not state.units.is_ratio.any() else state.usual_n[rows])
    sharp = rows[bent.spread[rows] <= state.tuning.sharp_most * sampling]
    tests = state.tests.guess_again(sharp, state.tuning.sharp_guess)
    whole = state.whole.guess_again(sharp, state.tuning.sharp_whole)
    return replace(state, age=age, units=units, banks=(plain, bent), slow=slow, tests=tests, whole=whole)


def _follow_n(usual: Floats, n: Floats | None, age: Places, rate: float) -> Floats:
    """Follow the usual denominator as its harmonic mean, at the pace of the spread that it explains a part of.

    Sampling noise goes with one over n: of many buckets with few rows and some with many, the mean n would
    promise less noise than there was, and the rest would pass for unrest of the series.
    """
    if n is None:
        return usual
    is_known = np.isfinite(n) & (n > 0)
    inverse = 1 / usual
    new = 1 / np.where(is_known, np.maximum(n, 1), usual)
    pace = np.maximum(rate, 1 / (age + 1)).astype(REAL)
    followed = inverse + pace * (np.clip(new, inverse / 4, inverse * 4) - inverse)
    return (1 / np.where(age > 0, followed, new)).astype(REAL)
