"""Rules for what ``gnomon.toml`` says about watching."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gnomon.base.errors import QuestionError
from gnomon.define.graph import resolve
from gnomon.define.rules.paths import sources_of, split_name

if TYPE_CHECKING:
    from gnomon.define.rules.check import Check

__all__ = ["check_watched"]


def check_watched(check: Check) -> None:
    """Check that the metrics exist, and that each dimension is one of some of them."""
    watch = check.model.settings.watch
    is_known = [check.metric(name, ("watch", "metrics", at)) for at, name in enumerate(watch.metrics)]
    if not all(is_known) or not check.is_sound("metrics"):
        return
    names = watch.metrics or tuple(check.model.metrics)
    sources = tuple(dict.fromkeys(source for name in names for source in sources_of(check, name)))
    for at, dimension in enumerate(watch.by or ()):
        _check_reach(check, sources, dimension, at)


def _check_reach(check: Check, sources: tuple[str, ...], dimension: str, at: int) -> None:
    """Report a dimension that no source reaches, as the first source tells it."""
    for source in sources:
        try:
            resolve(check.model, source, tuple(split_name(dimension)))
        except QuestionError:
            continue
        return
    if sources:
        check.path(sources[0], split_name(dimension), ("watch", "by", at))
