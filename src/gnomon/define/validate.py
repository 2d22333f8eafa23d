"""Whether a model holds together: all its faults in one go."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from gnomon.base.errors import DefinitionError, Location, ProjectErrors
from gnomon.define.rules import RULES, Check, check_depth

if TYPE_CHECKING:
    from gnomon.define.project import Model
    from gnomon.define.rules import Locate, Place
    from gnomon.define.unread import Unread

__all__ = ["find_faults", "in_order", "validate"]


def find_faults(
    model: Model,
    *,
    locate: Locate | None = None,
    wounds: frozenset[Place] = frozenset(),
    unread: tuple[Unread, ...] = (),
) -> tuple[DefinitionError, ...]:
    """Find everything that is wrong with a model, in order of file and line.

    Parameters
    ----------
    model : Model
        Records as read, or as built by code.
    locate : callable, optional
        Tells where a part of a definition stands; without it faults name the definition.
    wounds : frozenset of Place, optional
        Parts whose faults are known, so that what only follows from them stays silent.
    unread : tuple of Unread, optional
        Text that may hold names that the model does not.
    """
    check = check_depth(Check(model=model, locate=locate, wounds=wounds, unread=unread))
    for rule in RULES:
        rule(check)
    return in_order(check.faults)


def validate(model: Model) -> Model:
    """Give the model back, or raise all its faults.

    Raises
    ------
    ProjectErrors
        Everything that is wrong with it.
    """
    faults = find_faults(model)
    if faults:
        raise ProjectErrors(faults)
    return model


def in_order(faults: Iterable[DefinitionError]) -> tuple[DefinitionError, ...]:
    """Sort faults by file, line and column; the same fault is kept once."""
    return tuple({str(fault): fault for fault in sorted(faults, key=_order)}.values())


def _order(fault: DefinitionError) -> tuple[str, int, int, str]:
    where = fault.where
    if isinstance(where, Location):
        return (where.file, where.line, where.column, fault.message)
    return (str(where or ""), 0, 0, fault.message)
