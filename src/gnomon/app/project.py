"""A project in a person's hands: load it, ask it."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

from gnomon.app.answer import Answer
from gnomon.app.arguments import (
    Compare,
    Moment,
    Names,
    read_comparisons,
    read_instant,
    read_limit,
    read_moment,
    read_names,
    read_text,
    read_texts,
)
from gnomon.app.check_project import explain_missing_column
from gnomon.app.check_relations import check_relations
from gnomon.app.funnel import ask_funnel
from gnomon.app.open_model import open_model
from gnomon.app.portable import file_tables, translate
from gnomon.app.question_log import QuestionLog
from gnomon.app.retention import ask_retention
from gnomon.ask import Catalog, ask_question, compile_question
from gnomon.ask.calendars import standard_grain
from gnomon.ask.moments import is_whole_number, next_start, shift_back, start_of
from gnomon.ask.plan import describe_plan
from gnomon.base.errors import QuestionError, UnknownNameError
from gnomon.base.time import Grain, parse_window
from gnomon.define.load import load_model
from gnomon.engine.errors import MissingColumnError
from gnomon.records import Question

if TYPE_CHECKING:
    from sqlglot import exp

    from gnomon.ask import Compiled
    from gnomon.define import Model
    from gnomon.engine import Engine
    from gnomon.records.event import Event
    from gnomon.records.investigation import Investigation
    from gnomon.records.relation_result import RelationResult
    from gnomon.records.walk import FunnelTable, RetentionGrid

__all__ = ["Project", "load", "render_in"]


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
        self._log = QuestionLog()

    @property
    def engine(self) -> Engine:
        """The project's engine, opened when it is first needed."""
        if self._engine is None:
            self._engine = open_model(self.model)
        return self._engine

    @contextmanager
    def over(self, model: Model) -> Generator[Project]:
        """Ask the same engine over other rows: sources may be cut, files must be those that are declared.

        The rows are looked at once, as one does not ask for long.
        """
        other = Project(model)
        other._engine = self.engine  # the engine stays this project's own
        other._catalog = Catalog(model=model, engine=self.engine, is_still=True)
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
        with self._log.asking(self.model, question) as asked:
            try:
                answer = Answer.of(ask_question(self.model, self.catalog, self.engine, question))
            except MissingColumnError as error:
                raise explain_missing_column(self.model, self.engine, error) from error
            asked.rows = len(answer)
        if self._log.is_full():
            self._log.write(self)
        return answer

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

    def explain(
        self,
        metric: str,
        *,
        period: str | date | tuple[date, date],
        baseline: str = "expected",
        by: Names = (),
        expected: float | None = None,
        events: Sequence[Event] = (),
    ) -> Investigation:
        """Look into a change of a metric: the data, the mix, known events, segments and drivers.

        Parameters
        ----------
        metric : str
            Name.
        period : str, date or (date, date)
            A day, days ``A..B``, a week ``2026-W04`` or a month ``2026-01``.
        baseline : str
            ``expected``, ``previous``, ``last_week``, ``last_year`` or days ``A..B``.
        by : str or sequence of str
            Dimensions to search in; by default those that the metric allows.
        expected : float, optional
            What the value was expected to be, where somebody else expected it.
        events : sequence of Event
            Known events, beside those of the project's files and public holidays.

        Raises
        ------
        UnknownNameError
            If the metric or a dimension does not exist.
        QuestionError
            ASK-330 to ASK-333: the period or the baseline.
        """
        from gnomon.app.explain import explain_metric

        return explain_metric(
            self,
            metric,
            period=period,
            baseline=baseline,
            by=read_names(by),
            expected=expected,
            events=events,
        )

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
            "where": read_texts(saved.where),
            "order_by": saved.order_by,
            "limit": saved.limit,
        }
        more = read_texts(changes.get("where"))
        return {**kept, **changes, "where": (*read_texts(saved.where), *more)}

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
            metrics=read_names(metrics, "metrics"),
            by=read_names(by, "by"),
            grain=read_text(grain, "grain"),
            start=read_moment(start, "start"),
            end=read_moment(end, "end"),
            where=read_texts(where) or None,
            compare=read_comparisons(compare),
            order_by=read_names(order_by, "order_by"),
            limit=read_limit(limit),
            as_of=read_instant(as_of, self.model.settings.timezone),
        )
        window = read_text(last, "last")
        return question if window is None else self._last(question, window)

    def _last(self, question: Question, text: str) -> Question:
        """Turn ``last`` into a window that ends with the last loaded day or period."""
        if question.start is not None or question.end is not None:
            raise QuestionError("Give either `last` or `start` and `end`.", code="ASK-217", where="last")
        window = parse_window(text)
        now = question.as_of or datetime.now(UTC)
        probe = compile_question(self.model, self.catalog, replace(question, compare=()), now=now)
        local = now.astimezone(ZoneInfo(self.model.settings.timezone)).replace(tzinfo=None)
        known = local if probe.loaded_through is None else min(probe.loaded_through, local)
        grain = standard_grain(question.grain)
        if grain is not None and grain > Grain.DAY:
            week_start = self.model.settings.week_start
            ending = next_start(start_of(known - timedelta(microseconds=1), grain.value, week_start), grain)
            if is_whole_number(window, grain):
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
        with self.catalog.one_question():
            return compile_question(
                self.model, self.catalog, question, now=question.as_of or datetime.now(UTC)
            )

    def check_relations(self) -> tuple[RelationResult, ...]:
        """Hold the two sides of each relation against each other in every complete period."""
        return check_relations(self.model, self.catalog, self.engine)

    def close(self) -> None:
        """Let go of the engine; the project can still be asked, which opens it again."""
        if self._engine is not None:
            self._engine.close()
        self._engine = self._catalog = None
        self._log.write(self)

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
