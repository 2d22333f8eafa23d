"""Per entity: rows are added up for each entity first, then the entities are summed up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from gnomon.define.expressions import render
from gnomon.define.kinds.rows import RowSpec, RowYaml, write_rows
from gnomon.define.spec import ManyText, Number, Sql, Strict

if TYPE_CHECKING:
    from sqlglot import exp

    from gnomon.define.entry import Entry

__all__ = ["EachYaml", "PerEntity", "PerEntityYaml"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PerEntity(RowSpec):
    """One value for each entity and period (and slice), then one value of them all.

    Attributes
    ----------
    entities : tuple of str
        Who has a value; several make pairs such as user and creator.
    agg : str
        How an entity's rows are added up: count, sum, average, min, max or distinct; of ``expr``.
    where : sqlglot expression or None
        Rows of an entity that are added up, in names; an entity without one has 0, or no value.
    summarize : str
        average, percentile, sum, count, share, gini or top_share.
    p : float
        Share of the percentile.
    at_least, at_most : int, float or None
        Which entities a count or share speaks of.
    top : float or None
        Part of the entities that ``top_share`` speaks of.
    """

    kind: ClassVar[str] = "per_entity"
    can_move: ClassVar[bool] = False
    entities: tuple[str, ...] = ()
    agg: str = "count"
    where: exp.Expr | None = None
    summarize: str = "average"
    p: float = 0.5
    at_least: int | float | None = None
    at_most: int | float | None = None
    top: float | None = None

    def rule(self) -> str:
        """Say what is added up for whom, and what is said of them."""
        who = " and ".join(self.entities)
        inner = "number of rows" if self.agg == "count" else f"{self.agg} of {self._expr()}"
        if self.agg == "count" and self.expr is not None:
            inner = f"number of rows with {self._expr()}"
        where = "" if self.where is None else f" where {render(self.where)}"
        return f"{self._what(who)}: {inner}{where} of each {who}, each {who} once a period."

    def _expr(self) -> str:
        return "" if self.expr is None else render(self.expr)

    def _what(self, who: str) -> str:
        limits = [] if self.at_least is None else [f"at least {self.at_least}"]
        limits += [] if self.at_most is None else [f"at most {self.at_most}"]
        held = f" that have {' and '.join(limits)}" if limits else ""
        match self.summarize:
            case "count":
                return f"Number of {who}s{held}"
            case "share":
                return f"Share of {who}s{held}"
            case "gini":
                return f"Gini coefficient over {who}s"
            case "top_share":
                return f"Part of the whole that the top {100 * (self.top or 0):g} % of {who}s hold"
            case "percentile":
                return f"{100 * self.p:g}th percentile over {who}s"
            case _:
                return f"{self.summarize.capitalize()} over {who}s"


class EachYaml(Strict):
    """How the rows of one entity are added up."""

    agg: Literal["count", "sum", "average", "min", "max", "distinct"]
    expr: Sql | None = None
    where: Sql | None = None


class PerEntityYaml(RowYaml):
    """``kind: per_entity``."""

    empty_word: ClassVar[str] = "unknown"
    kind: Literal["per_entity"]
    entity: ManyText
    each: EachYaml
    summarize: Literal["average", "median", "percentile", "sum", "count", "share", "gini", "top_share"]
    p: Annotated[float, Field(gt=0, lt=1)] | None = None
    at_least: Number | None = None
    at_most: Number | None = None
    top: Annotated[float, Field(gt=0, le=1)] | None = None

    def to_spec(self, entry: Entry) -> PerEntity:
        """Parse the expressions; each summary has the keys that it needs and no others."""
        self._check(entry)
        each = entry.below("each")
        return PerEntity(
            source=self.source,
            expr=each.optional(self.each.expr, "expr"),
            time=self.time,
            entities=tuple(self.entity),
            agg=self.each.agg,
            where=each.optional(self.each.where, "where"),
            summarize="percentile" if self.summarize == "median" else self.summarize,
            p=0.5 if self.p is None else self.p,
            at_least=self.at_least,
            at_most=self.at_most,
            top=self.top,
        )

    def _check(self, entry: Entry) -> None:
        if not self.entity:
            entry.report("Say at least one `entity`.", "DEF-111", "entity")
        if self.each.expr is None and self.each.agg != "count":
            text = f"`agg: {self.each.agg}` needs an `expr`."
            entry.report(text, "DEF-111", "each", key=True, about=[("each", "agg"), ("each", "expr")])
        is_bounded = self.at_least is not None or self.at_most is not None
        if self.summarize == "share" and not is_bounded:
            self._report(entry, "`summarize: share` needs `at_least` or `at_most`.", "at_least", "at_most")
        if self.summarize == "top_share" and self.top is None:
            self._report(entry, "`summarize: top_share` needs `top`, such as 0.01.", "top")
        used = {"share": ("at_least", "at_most"), "count": ("at_least", "at_most"), "top_share": ("top",)}
        allowed = {**used, "percentile": ("p",)}.get(self.summarize, ())
        for key in ("p", "at_least", "at_most", "top"):
            if getattr(self, key) is not None and key not in allowed:
                entry.report(
                    f"`summarize: {self.summarize}` has no use for `{key}`.", "DEF-163", key, key=True
                )

    @staticmethod
    def _report(entry: Entry, message: str, *keys: str) -> None:
        entry.report(message, "DEF-111", "summarize", about=[("summarize",), *((key,) for key in keys)])

    @staticmethod
    def write(spec: PerEntity) -> dict[str, object]:
        """Keys of a spec as a person would write them."""
        rows = write_rows(spec)
        each: dict[str, object] = {"agg": spec.agg}
        if "expr" in rows:
            each["expr"] = rows.pop("expr")
        if spec.where is not None:
            each["where"] = render(spec.where)
        names = spec.entities[0] if len(spec.entities) == 1 else list(spec.entities)
        body: dict[str, object] = {**rows, "entity": names, "each": each, "summarize": spec.summarize}
        if spec.summarize == "percentile":
            body["p"] = spec.p
        limits = {"at_least": spec.at_least, "at_most": spec.at_most, "top": spec.top}
        return body | {key: value for key, value in limits.items() if value is not None}
