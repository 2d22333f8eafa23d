"""A project in a person's hands: load it, ask it."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeGuard
from zoneinfo import ZoneInfo

from gnomon.app.answer import Answer
from gnomon.app.check_project import explain_missing_column
from gnomon.app.check_relations import check_relations
from gnomon.app.funnel import ask_funnel
from gnomon.app.open_model import open_model
from gnomon.app.portable import file_tables, translate
from gnomon.app.retention import ask_retention
from gnomon.ask import Catalog, ask_question, compile_question
from gnomon.ask.calendars import standard_grain
from gnomon.ask.moments import as_moment, next_start, shift_back, start_of
from gnomon.ask.plan import describe_plan
from gnomon.base.errors import InputError, QuestionError, UnknownNameError, nearest_hint
from gnomon.base.time import Grain, parse_moment, parse_window
from gnomon.define.load import load_model
from gnomon.engine.errors import MissingColumnError
from gnomon.records import COMPARISONS, Comparison, Question

if TYPE_CHECKING:
    from sqlglot import exp

    from gnomon.ask import Compiled
    from gnomon.define import Model
    from gnomon.engine import Engine
    from gnomon.records.relation_result import RelationResult
    from gnomon.records.walk import FunnelTable, RetentionGrid

__all__ = ["Project", "load", "render_in"]

Names = str | Sequence[str]
Moment = str | date | None
Compare = str | Comparison | Sequence[str | Comparison] | None


def load(path: str | Path = ".") -> Project:
    """Load a project from its folder.

    Parameters
    ----------
    path : str or Path
        The folder that holds ``gnomon.toml``, or anything inside it.

    Raises
    ------
    ProjectErrors
        Everything that is wrong with its files, in one go.
    """
    return Project(load_model(path))


class Project:
    """Definitions and an engine to ask them of; a context manager.

    Parameters
    ----------
    model : Model
        Checked definitions.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self._engine: Engine | None = None
        self._catalog: Catalog | None = None

    @property
    def engine(self) -> Engine:
        """The project's engine, opened when it is first needed."""
        if self._engine is None:
            self._engine = open_model(self.model)
        return self._engine

    @contextmanager
    def over(self, model: Model) -> Generator[Project]:
        """Ask the same engine over other rows: sources may be cut, files must be those that are declared."""
        other = Project(model)
        other._engine = self.engine  # the engine stays this project's own
        yield other

    @property
    def catalog(self) -> Catalog:
        """What is known of the data."""
        if self._catalog is None:
            self._catalog = Catalog(model=self.model, engine=self.engine)
        return self._catalog

    def ask(  # noqa: PLR0913 - the arguments are the question
        self,
        metrics: Names,
        *,
        by: Names = (),
        grain: str | None = None,
        start: Moment = None,
        end: Moment = None,
        last: str | None = None,
        where: Names | None = None,
        compare: Compare = None,
        order_by: Names = (),
        limit: int | None = None,
        as_of: Moment = None,
    ) -> Answer:
        """Ask one or many metrics.

        Parameters
        ----------
        metrics : str or sequence of str
            One or many; asking them together changes no value.
        by : str or sequence of str
            Dimensions or entities: ``"country"``, ``"user.country"``, ``"user.signed_up_on.month"``,
            ``"metric_time.day_of_week"``.
        grain : str, optional
            Adds the column ``period``: day, week, month, … or a custom grain.
        start, end : str, date or datetime, optional
            Window in the reporting zone; the periods that hold ``start`` and ``end`` are both included. Where no
            grain is asked, a moment with a time of day is exact and, as ``end``, excluded.
        last : str, optional
            A window that ends with the last loaded period: ``"8 weeks"``, ``"28d"``.
        where : str or sequence of str, optional
            SQL boolean expressions over dimensions and asked metrics; all must hold.
        compare : str, Comparison or sequence of them, optional
            ``previous``, ``last_week``, ``last_4_weeks``, ``last_year``, or ``Comparison(name="window", …)``.
        order_by : str or sequence of str
            Columns; ``-`` in front for descending.
        limit : int, optional
            Rows at most.
        as_of : str, date or datetime, optional
            The moment that counts as now; later rows do not count.

        Raises
        ------
        UnknownNameError
            If a name does not exist; the text gives the nearest.
        QuestionError
            If the question has no right answer as it stands.
        """
        question = self.question(
            metrics, by=by, grain=grain, start=start, end=end, last=last, where=where,
            compare=compare, order_by=order_by, limit=limit, as_of=as_of,
        )  # fmt: skip
        return self.ask_question(question)

    def ask_question(self, question: Question) -> Answer:
        """Ask a question that is already a record."""
        try:
            return Answer.of(ask_question(self.model, self.catalog, self.engine, question))
        except MissingColumnError as error:
            raise explain_missing_column(self.model, self.engine, error) from error

    def funnel(self, name: str, **question: object) -> FunnelTable:
        """Ask a funnel for all its steps: entities, shares, and the median time from the step before.

        Parameters
        ----------
        name : str
            A metric of kind funnel.
        **question
            ``by``, ``grain``, ``start``, ``end``, ``last``, ``where`` and ``as_of``, as for :meth:`ask`.

        Raises
        ------
        QuestionError
            If the metric is no funnel.
        """
        asked = self.question(**{**question, "metrics": name})  # pyright: ignore[reportArgumentType] # checked by question
        return ask_funnel(self.model, self.engine, asked)

    def retention(self, name: str, ons: Sequence[int] = (), **question: object) -> RetentionGrid:
        """Ask retention as a grid: cohorts by periods after the entry, and their average.

        Parameters
        ----------
        name : str
            A metric of kind retention.
        ons : sequence of int
            Periods after the entry: ``[1, 7, 30]``.
        **question
            ``by``, ``start``, ``end``, ``last``, ``where`` and ``as_of``, as for :meth:`ask`.

        Raises
        ------
        QuestionError
            If the metric is no retention.
        """
        asked = self.question(**{**question, "metrics": name})  # pyright: ignore[reportArgumentType] # checked by question
        return ask_retention(self.model, self.engine, asked, ons)

    def ask_saved(self, name: str, **changes: object) -> Answer:
        """Ask a question that the project keeps under a name.

        Parameters
        ----------
        **changes
            ``start``, ``end``, ``last``, ``compare``, ``order_by`` and ``limit`` replace the kept ones; ``where``
            is added.
        """
        return self.ask(**self.saved_arguments(name, changes))  # pyright: ignore[reportArgumentType] # checked by ask

    def saved_arguments(self, name: str, changes: Mapping[str, object]) -> dict[str, object]:
        """Arguments of :meth:`ask` that a kept question stands for."""
        saved = self.model.saved.get(name)
        if saved is None:
            raise UnknownNameError.of("question", name, self.model.saved)
        kept: dict[str, object] = {
            "metrics": saved.metrics,
            "by": saved.by,
            "grain": saved.grain,
            "where": _texts(saved.where),
            "order_by": saved.order_by,
            "limit": saved.limit,
        }
        more = _texts(changes.get("where"))
        return {**kept, **changes, "where": (*_texts(saved.where), *more)}

    def question(  # noqa: PLR0913 - the arguments are the question
        self,
        metrics: Names,
        *,
        by: Names = (),
        grain: str | None = None,
        start: Moment = None,
        end: Moment = None,
        last: str | None = None,
        where: Names | None = None,
        compare: Compare = None,
        order_by: Names = (),
        limit: int | None = None,
        as_of: Moment = None,
    ) -> Question:
        """Normalise the arguments of :meth:`ask` to a record."""
        question = Question(
            metrics=_names(metrics),
            by=_names(by),
            grain=grain,
            start=_moment(start, "start"),
            end=_moment(end, "end"),
            where=_texts(where) or None,
            compare=_comparisons(compare),
            order_by=_names(order_by),
            limit=_limit(limit),
            as_of=_aware(as_of, self.model.settings.timezone),
        )
        return question if last is None else self._last(question, last)

    def _last(self, question: Question, text: str) -> Question:
        """Turn ``last`` into a window that ends with the last loaded day or period."""
        if question.start is not None or question.end is not None:
            raise QuestionError("Give either `last` or `start` and `end`.", code="ASK-217", where="last")
        window = parse_window(text)
        now = question.as_of or datetime.now(UTC)
        probe = compile_question(self.model, self.catalog, question, now=now)
        local = now.astimezone(ZoneInfo(self.model.settings.timezone)).replace(tzinfo=None)
        known = local if probe.loaded_through is None else min(probe.loaded_through, local)
        grain = standard_grain(question.grain)
        if grain is not None and grain > Grain.DAY:
            week_start = self.model.settings.week_start
            ending = next_start(start_of(known - timedelta(microseconds=1), grain.value, week_start), grain)
            start = start_of(shift_back(ending, window), grain.value, week_start)
            return replace(question, start=start.date(), end=(ending - timedelta(days=1)).date())
        is_short = window.standard is not None and window.standard.is_subdaily
        unit = timedelta(hours=1) if is_short else timedelta(days=1)
        floor = start_of(known, "hour" if is_short else "day")
        stop = floor if floor == known else floor + unit
        start, end = shift_back(stop, window), stop - unit
        return replace(
            question, start=start if is_short else start.date(), end=end if is_short else end.date()
        )

    def sql(self, *args: object, dialect: str | None = None, **kwargs: object) -> str:
        """Return the SQL of a question; takes the arguments of :meth:`ask`.

        Parameters
        ----------
        dialect : str, optional
            A sqlglot dialect; the engine's own unless given.
        """
        compiled = self._compile(*args, **kwargs)
        if dialect is None:
            return self.engine.render(compiled.tree, pretty=True)
        return render_in(compiled.tree, dialect, self.model)

    def plan(self, *args: object, **kwargs: object) -> str:
        """Return the plan of a question: what is scanned together; takes the arguments of :meth:`ask`."""
        return describe_plan(self._compile(*args, **kwargs))

    def _compile(self, *args: object, **kwargs: object) -> Compiled:
        question = self.question(*args, **kwargs)  # pyright: ignore[reportArgumentType] # checked by question
        return compile_question(self.model, self.catalog, question, now=question.as_of or datetime.now(UTC))

    def check_relations(self) -> tuple[RelationResult, ...]:
        """Hold the two sides of each relation against each other in every complete period."""
        return check_relations(self.model, self.catalog, self.engine)

    def close(self) -> None:
        """Let go of the engine; the project can still be asked, which opens it again."""
        if self._engine is not None:
            self._engine.close()
        self._engine = self._catalog = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Project {self.model.settings.name}: {len(self.model.metrics)} metrics>"


def render_in(tree: exp.Expr, dialect: str, model: Model) -> str:
    """Render a tree in any dialect that sqlglot knows, files as tables named after their sources."""
    return translate(tree, dialect, file_tables(model)).text


def _names(names: Names) -> tuple[str, ...]:
    if isinstance(names, str):
        if "(" in names:
            return (names.strip(),)
        return tuple(part for piece in names.split(",") if (part := piece.strip()))
    return tuple(names)


def _texts(texts: object) -> tuple[str, ...]:
    if not texts:
        return ()
    if isinstance(texts, str):
        return (texts,)
    if _is_sequence(texts) and all(isinstance(t, str) for t in texts):
        return tuple(str(t) for t in texts)
    raise QuestionError(f"where takes a text or several, not {texts!r}.", code="ASK-213", where="where")


def _is_sequence(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, Sequence)


def _moment(value: Moment, name: str) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return parse_moment(value)
    except InputError as error:
        raise QuestionError(error.message, code="ASK-219", where=name) from None


def _aware(moment: Moment, zone: str) -> datetime | None:
    found = _moment(moment, "as_of")
    if found is None:
        return None
    whole = found if isinstance(found, datetime) else as_moment(found)
    return whole if whole.tzinfo is not None else whole.replace(tzinfo=ZoneInfo(zone))


def _limit(limit: int | None) -> int | None:
    if limit is None:
        return None
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 0:  # pyright: ignore[reportUnnecessaryIsInstance] # callers are not all checked
        raise QuestionError(
            f"limit is {limit!r}; it must be 0 or more, a whole number.", code="ASK-220", where="limit"
        )
    return limit


def _comparisons(compare: Compare) -> tuple[Comparison, ...]:
    if compare is None:
        return ()
    items = [compare] if isinstance(compare, (str, Comparison)) else list(compare)
    found: list[Comparison] = []
    for item in items:
        if isinstance(item, Comparison):
            found.append(item)
            continue
        for name in _names(item):
            if name not in COMPARISONS or name == "window":
                known = [c for c in COMPARISONS if c != "window"]
                hint = nearest_hint(name, known, otherwise=f"Known: {', '.join(known)}.")
                raise QuestionError(f"Unknown comparison {name!r}. {hint}", code="ASK-242", where="compare")
            found.append(Comparison(name=name))
    return tuple(found)
