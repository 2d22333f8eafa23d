"""Watch: what is out of the ordinary in many series, from what was known at the time."""

from __future__ import annotations

from gnomon.watch.rhythm import Rhythm
from gnomon.watch.state import WatchState
from gnomon.watch.step import Step
from gnomon.watch.tuning import TUNING, Tuning

__all__ = ["TUNING", "Rhythm", "Step", "Tuning", "WatchState"]
