"""What rules see of a model and where they report."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from gnomon.base.errors import DefinitionError, Location, QuestionError, UnknownNameError, nearest_hint
from gnomon.base.time import Grain
from gnomon.define.entry import is_in
from gnomon.define.graph import AmbiguousNameError, FanOutError, resolve
from gnomon.define.rules.uncertain import Doubt, may_be_there

if TYPE_CHECKING:
    from gnomon.define.graph import ResolvedName
    from gnomon.define.project import Model
    from gnomon.define.unread import Unread

__all__ = ["ANY_NAME", "Check", "Locate", "Place"]

Place = tuple[str | int, ...]


ANY_NAME: Final = "*"  # in a place at fault: a section that may hold any name
_SHOWN = 8
_CALENDAR = 2  # parts of the place of a calendar


class Locate(Protocol):
    """Tells where a part of a definition stands."""

    def __call__(self, place: Place, inside: tuple[int, int] | None = None) -> Location | None:
        """Place of ``(section, name, key, …)``, or of a sign inside that text."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A model under examination.

    Attributes
    ----------
    wounds : frozenset of Place
        Parts whose faults are known: what only follows from them is not told.
    unread : tuple of Unread
        Text that may hold names that the model does not.
    faults : list of DefinitionError
        What was found so far.
    """

    model: Model
    locate: Locate | None = None
    wounds: frozenset[Place] = frozenset()
    unread: tuple[Unread, ...] = ()
    faults: list[DefinitionError] = field(default_factory=list)

    def is_sound(self, *place: str | int) -> bool:
        """Whether neither a part nor anything around it is known to be at fault."""
        return not self.wounds or not is_in(self.wounds, place)

    def report(
        self,
        message: str,
        code: str,
        place: Place,
        inside: tuple[int, int] | None = None,
        *,
        about: Iterable[Place] = (),
    ) -> None:
        """Add a fault at a part of a definition, unless it only follows from one that is known.

        Parameters
        ----------
        message, code : str
            What is wrong.
        place : Place
            The part; the definition is shown when its file is not known.
        inside : (int, int), optional
            Line and column inside the part's text, from 0.
        about : iterable of Place, optional
            Further parts that the fault speaks of.
        """
        if not all(self.is_sound(*part) for part in (place, *about)):
            return
        where = self.locate(place, inside) if self.locate else None
        self.faults.append(DefinitionError(message, code=code, where=where or self._around(place)))

    def _around(self, place: Place) -> Location | str:
        section, name = str(place[0]), str(place[1]) if len(place) > 1 else ""
        held = {"sources": self.model.sources, "metrics": self.model.metrics, "goals": self.model.goals}
        held |= {"questions": self.model.saved}
        record = held.get(section, {}).get(name)
        location = getattr(record, "location", None)
        return location or ".".join(str(part) for part in place)

    def known(
        self,
        noun: str,
        name: str,
        known: Collection[str],
        code: str,
        place: Place,
        *,
        held: Place | None = None,
    ) -> bool:
        """Report a name that does not exist, with the nearest that does.

        Parameters
        ----------
        noun : str
            What it would be.
        name : str
            As written.
        known : collection of str
            What exists.
        code, place : str, Place
            Of the fault.
        held : Place, optional
            Where names of this sort are given; the section of the noun unless told.
        """
        if name in known:
            return True
        some = ", ".join(sorted(known)[:_SHOWN])
        otherwise = (
            f"Known: {some}{', …' if len(known) > _SHOWN else ''}."
            if known
            else f"There is no {noun} here yet."
        )
        message = f"Unknown {noun} {name!r}. {nearest_hint(name, known, otherwise=otherwise)}"
        around = held or (f"{noun}s",)
        if held is not None or not self.may_be_unread(name):
            self.report(message, code, place, about=[(*around, name), (*around, ANY_NAME)])
        return False

    def may_be_unread(self, name: str) -> bool:
        """Whether a name may be given in text that could not be read."""
        return self._doubt().may_be_unread(name)

    def _doubt(self) -> Doubt:
        return Doubt(model=self.model, wounds=self.wounds, unread=self.unread)

    def metric(self, name: str, place: Place) -> bool:
        """Report a metric that does not exist."""
        return self.known("metric", name, self.model.metrics, "DEF-140", place)

    def grain(self, name: str, place: Place) -> bool:
        """Report a grain that is neither standard nor of a calendar."""
        if any(is_in(self.wounds, held) for held in self._grain_places()) and name not in self.grains():
            return False
        return self.known("grain", name, self.grains(), "DEF-147", place)

    def _grain_places(self) -> Iterator[Place]:
        yield ("calendars",)
        yield from (
            w for w in self.wounds if w[0] == "calendars" and (len(w) == _CALENDAR or w[2] == "grains")
        )

    def grains(self) -> list[str]:
        """All grains of the project, standard ones first."""
        custom = [name for calendar in self.model.calendars.values() for name in calendar.grains]
        return [*(g.value for g in Grain), *custom]

    def path(
        self, source: str, path: Sequence[str], place: Place, inside: tuple[int, int] | None = None
    ) -> ResolvedName | None:
        """Report a dotted name that means nothing, or several things, seen from a source."""
        try:
            return resolve(self.model, source, tuple(path))
        except QuestionError as error:
            code = next((code for kind, code in _CODES if isinstance(error, kind)), "DEF-147")
            if not may_be_there(self._doubt(), source, tuple(path)):
                self.report(error.message, code, place, inside)
            return None


_CODES = ((AmbiguousNameError, "DEF-145"), (FanOutError, "DEF-146"), (UnknownNameError, "DEF-144"))
