"""Which steps a run does: all where the project is watched, else the proof alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gnomon.app.daily.record import STEPS, read_steps

if TYPE_CHECKING:
    from gnomon.define import Model

__all__ = ["choose_steps"]


def choose_steps(model: Model, text: str | None, *, is_watched: bool = False) -> tuple[str, ...]:
    """Choose steps.

    Parameters
    ----------
    text : str or None
        Names with commas, as a person wrote them; None chooses.
    is_watched : bool
        Watch also where ``gnomon.toml`` has no table ``[watch]``.

    Raises
    ------
    InputError
        If a name is no step.
    """
    if text is not None:
        return read_steps(text)
    return STEPS if is_watched or model.settings.watch.is_stated else ("ask",)
