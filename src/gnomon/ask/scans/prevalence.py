"""Scan of a labelled sample: the weighted share of a label, and its interval by the design of the sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, ClassVar, Final

from sqlglot import exp

from gnomon.ask.scans.plain import Built, group_by_first, in_window, read_leaf, where_all
from gnomon.ask.scans.rows import Rows
from gnomon.ask.trees import as_double, column, divide, named
from gnomon.base.errors import DataError, InternalError
from gnomon.define.expressions import render

if TYPE_CHECKING:
    from gnomon.ask.context import Context, Key, Stretch
    from gnomon.ask.leaf import Leaf
    from gnomon.ask.scans.plain import Numbered

__all__ = ["SampleRule", "prevalence_scan"]

_FEW: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRule:
    """Rows drawn within strata, each of which stands for ``weight`` of the whole."""

    word: ClassVar[str] = "prevalence"
    label: exp.Expr
    weight: exp.Expr | None
    stratum: exp.Expr | None
    confidence: float

    @property
    def matures(self) -> None:
        """A sample is final when it is loaded."""
        return

    def __str__(self) -> str:
        weight = "unweighted" if self.weight is None else f"weight {render(self.weight)}"
        stratum = "" if self.stratum is None else f", strata {render(self.stratum)}"
        return f"sample of {render(self.label)}: {weight}{stratum}, {100 * self.confidence:g} %"


def prevalence_scan(
    context: Context, leaves: Sequence[Numbered], keys: Sequence[tuple[str, Key]], window: Stretch
) -> Built:
    """Estimate p = sum(w y) / sum(w) and a Wilson interval with the effective sample size [1]_.

    The variance is that of a ratio, linearised, of rows drawn with replacement within strata [2]_; a stratum with one
    row is centred at the mean of all. It gives the effective size p (1 - p) / variance, at most the number of
    rows. Where the rarer answer has few rows, that variance is itself uncertain: then at most Kish's
    sum(w)^2 / sum(w^2) [3]_, which also serves where the label is always, or never, true. Where every stratum is
    pure, the variance is 0 and the size is the most of these.

    Raises
    ------
    DataError
        If a labelled row has a weight below zero, or no stratum has a second row.

    References
    ----------
    .. [1] Franco, Little, Louis & Slud (2019). Comparative study of confidence intervals for proportions in complex
       sample surveys. J. Survey Statistics and Methodology 7(3). doi:10.1093/jssam/smy019
    .. [2] Särndal, Swensson & Wretman (1992). Model assisted survey sampling, sections 5.5 to 5.7.
    .. [3] Kish (1965). Survey sampling, section 11.7.
    """
    leaf = leaves[0][1]
    rule = leaf.rule
    if not isinstance(rule, SampleRule):
        raise InternalError("A scan of a sample needs its rule.")
    aliases = [alias for alias, _ in keys]
    rows = _rows(context, leaf, rule, keys, window)
    _judge(context, leaf, rule, rows, aliases)
    strata = _strata(rows, aliases)
    sizes = _sizes(_estimated(strata, aliases), aliases)
    return _intervals(sizes, aliases, leaves, rule)


def _rows(
    context: Context, leaf: Leaf, rule: SampleRule, keys: Sequence[tuple[str, Key]], window: Stretch
) -> exp.Select:
    """Labelled rows: keys, stratum, weight and the label as 0 or 1."""
    rows = Rows(context, context.source_of(leaf), context.time_of(leaf))
    label = rows.own(rule.label)
    one, zero = exp.Literal.number(1), exp.Literal.number(0)
    outputs = [(alias, rows.value(key.path)) for alias, key in keys]
    outputs += [
        ("stratum", exp.Literal.number(0) if rule.stratum is None else rows.own(rule.stratum)),
        ("weight", as_double(one.copy() if rule.weight is None else rows.own(rule.weight))),
        ("is_labelled", exp.Case(ifs=[exp.If(this=label.copy(), true=one)], default=zero)),
    ]
    known = exp.Not(this=exp.Is(this=label.copy(), expression=exp.Null()))
    conditions = [*in_window(rows, window), *read_leaf(rows, 0, leaf).conditions, known]
    select = rows.read(exp.Select(expressions=[named(tree, name) for name, tree in outputs]))
    return where_all(select, conditions)


def _judge(context: Context, leaf: Leaf, rule: SampleRule, rows: exp.Select, aliases: Sequence[str]) -> None:
    """Look once at weights and strata: tell what is left out, refuse what gives no estimate or no interval."""
    weight = column("weight", "row_of")
    zero = exp.Literal.number(0)
    bad = exp.Or(
        this=exp.Is(this=weight.copy(), expression=exp.Null()),
        expression=exp.EQ(this=weight.copy(), expression=zero),
    )
    counts = {
        "without": _count_if(bad),
        "negative": _count_if(exp.LT(this=weight.copy(), expression=zero.copy())),
    }
    look = exp.Select(expressions=[named(tree, name) for name, tree in counts.items()])
    found = context.catalog.look(
        look.from_(rows.copy().subquery("row_of", copy=False), copy=False), context.source_of(leaf)
    )
    if found["negative"]:
        raise DataError(
            f"{found['negative']} labelled rows of source {leaf.source!r} have a weight below zero; a row cannot stand "
            "for less than nothing. Correct the column, or filter these rows.",
            code="DAT-316",
            where=leaf.source,
        )
    if found["without"]:
        context.tell(
            f"Labelled rows of {leaf.source!r} without a weight, or with 0, are left out of "
            f"{render(rule.label)}: {found['without']}."
        )
    _judge_strata(context, leaf, rule, rows, aliases)


def _judge_strata(
    context: Context, leaf: Leaf, rule: SampleRule, rows: exp.Select, aliases: Sequence[str]
) -> None:
    every = exp.Count(this=exp.Star())
    sizes = exp.Select(expressions=[*_columns([*aliases, "stratum"], "row_of"), named(every, "size")])
    sizes = sizes.from_(rows.copy().subquery("row_of", copy=False), copy=False)
    sizes = sizes.where(_is_weighted("row_of"), copy=False)
    sizes = group_by_first(sizes, len(aliases) + 1)
    single = exp.EQ(this=column("size", "sizes"), expression=exp.Literal.number(1))
    look = exp.Select(expressions=[named(_count_if(single), "single"), named(every.copy(), "strata")])
    found = context.catalog.look(
        look.from_(sizes.subquery("sizes", copy=False), copy=False), context.source_of(leaf)
    )
    single_strata, strata = found["single"], found["strata"]
    if not single_strata:
        return
    if single_strata == strata:
        raise DataError(
            f"Every stratum of {render(rule.label)} in source {leaf.source!r} has one labelled row, so nothing tells "
            "how far the estimate may be off. Ask by longer periods or fewer slices, or name coarser strata.",
            code="DAT-315",
            where=leaf.source,
        )
    where = "strata" if rule.stratum is not None else "groups"
    context.tell(
        f"{where.capitalize()} with one labelled row for {render(rule.label)}: {single_strata} of {strata}; their "
        "spread is taken around the mean of all."
    )


def _strata(rows: exp.Select, aliases: Sequence[str]) -> exp.Select:
    """Sums of each group and stratum; y is 0 or 1, so that w^2 (y - p)^2 is the sum of two parts."""
    weight, label = column("weight", "row_of"), column("is_labelled", "row_of")
    square = exp.Mul(this=weight.copy(), expression=weight.copy())
    sums: dict[str, exp.Expr] = {
        "size": exp.Count(this=exp.Star()),
        "hits": exp.Sum(this=label.copy()),
        "w": exp.Sum(this=weight.copy()),
        "wy": exp.Sum(this=exp.Mul(this=weight.copy(), expression=label.copy())),
        "ww": exp.Sum(this=square),
        "wwy": exp.Sum(this=exp.Mul(this=square.copy(), expression=label.copy())),
    }
    select = exp.Select(
        expressions=[
            *_columns([*aliases, "stratum"], "row_of"),
            *(named(tree, name) for name, tree in sums.items()),
        ]
    ).from_(rows.subquery("row_of", copy=False), copy=False)
    select = select.where(_is_weighted("row_of"), copy=False)
    return group_by_first(select, len(aliases) + 1)


def _estimated(strata: exp.Select, aliases: Sequence[str]) -> exp.Select:
    """Add the share of each group to its strata."""

    def over(name: str) -> exp.Expr:
        parts = _columns(aliases, "strata") or None
        return exp.Window(this=exp.Sum(this=column(name, "strata")), partition_by=parts)

    star = exp.Column(this=exp.Star(), table=exp.to_identifier("strata"))
    select = exp.Select(
        expressions=[star, named(divide(over("wy"), over("w")), "share"), named(over("w"), "all_w")]
    )
    return select.from_(strata.subquery("strata", copy=False), copy=False)


def _sizes(estimated: exp.Select, aliases: Sequence[str]) -> exp.Select:
    """Sum up each group: its share, rows, rows of the rarer answer, variance and Kish's size."""
    p, size, every = (column(name, "each") for name in ("share", "size", "all_w"))
    w, wy, ww, wwy = (column(name, "each") for name in ("w", "wy", "ww", "wwy"))
    one = exp.Literal.number(1)
    rest = exp.Paren(this=exp.Sub(this=one, expression=p))
    squares = exp.Add(
        this=_times(rest, rest, wwy),
        expression=_times(p, p, exp.Paren(this=exp.Sub(this=ww, expression=wwy))),
    )
    middle = exp.Paren(this=exp.Sub(this=wy, expression=_times(p, w)))
    # Where a stratum's rows are alike this is 0, which rounding may miss on either side; below 0 it has no meaning.
    centred = exp.Greatest(
        this=exp.Sub(this=exp.Paren(this=squares), expression=divide(_times(middle, middle), size)),
        expressions=[as_double(exp.Literal.number(0))],
        ignore_nulls=True,
    )
    apart = exp.Paren(this=exp.Sub(this=size.copy(), expression=one.copy()))
    spread = _times(divide(size.copy(), apart), centred)
    is_single = exp.EQ(this=size.copy(), expression=one.copy())
    of_stratum = exp.Case(ifs=[exp.If(this=is_single, true=squares.copy())], default=spread)
    misses = exp.Sub(this=exp.Sum(this=size.copy()), expression=exp.Sum(this=column("hits", "each")))
    outputs: dict[str, exp.Expr] = {
        "share": exp.Max(this=p.copy()),
        "n": exp.Sum(this=size.copy()),
        "rarer": exp.Least(
            this=exp.Sum(this=column("hits", "each")), expressions=[misses], ignore_nulls=True
        ),
        "variance": divide(exp.Sum(this=of_stratum), exp.Max(this=_times(every, every))),
        "kish": divide(_times(exp.Sum(this=w.copy()), exp.Sum(this=w.copy())), exp.Sum(this=ww.copy())),
        "pairs": exp.Sum(this=exp.Sub(this=size.copy(), expression=one.copy())),
    }
    select = exp.Select(
        expressions=[*_columns(aliases, "each"), *(named(tree, name) for name, tree in outputs.items())]
    )
    return group_by_first(select.from_(estimated.subquery("each", copy=False), copy=False), len(aliases))


def _intervals(
    sizes: exp.Select, aliases: Sequence[str], leaves: Sequence[Numbered], rule: SampleRule
) -> Built:
    """Build Wilson's interval of each group; without a second row in any stratum there is none."""
    p, n = column("share", "sized"), column("n", "sized")
    kish, rarer = column("kish", "sized"), column("rarer", "sized")
    rest = exp.Paren(this=exp.Sub(this=exp.Literal.number(1), expression=p))
    designed = divide(_times(p, rest), column("variance", "sized"))
    most = exp.Case(
        ifs=[exp.If(this=exp.LT(this=rarer, expression=exp.Literal.number(_FEW)), true=kish)],
        default=as_double(n.copy()),
    )
    # Without a variance by the design, or with one of rounding only, the size is the most that it may be.
    effective = exp.Least(this=most, expressions=[as_double(n.copy()), designed], ignore_nulls=True)
    is_known = exp.GT(this=column("pairs", "sized"), expression=exp.Literal.number(0))
    effective = exp.Case(ifs=[exp.If(this=is_known, true=effective)])
    inner = exp.Select(
        expressions=[*_columns(aliases, "sized"), p.copy(), n.copy(), named(effective, "size")]
    )
    inner = inner.from_(sizes.subquery("sized", copy=False), copy=False)
    low, high = _wilson(rule.confidence)
    trees: dict[str, exp.Expr] = {"estimate": column("share", "estimates"), "low": low, "high": high}
    of_leaf: dict[int, tuple[str, str]] = {}
    calls: list[exp.Expr] = []
    for number, leaf in leaves:
        calls.append(named(trees[str(leaf.part)].copy(), f"v{number}"))
        of_leaf[number] = (f"v{number}", "n")
    rows = exp.Coalesce(this=column("n", "estimates"), expressions=[exp.Literal.number(0)])
    select = exp.Select(expressions=[*_columns(aliases, "estimates"), *calls, named(rows, "n")])
    return Built(select=select.from_(inner.subquery("estimates", copy=False), copy=False), of_leaf=of_leaf)


def _wilson(confidence: float) -> tuple[exp.Expr, exp.Expr]:
    """Build both ends; they never leave 0 to 1, and reach it where the label is never, or always, true."""
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    square = exp.Literal.number(repr(z * z))
    p, n = column("share", "estimates"), column("size", "estimates")
    one, two, four = (exp.Literal.number(k) for k in (1, 2, 4))
    middle = exp.Add(this=p, expression=divide(square, _times(two, n)))
    spread = exp.Add(
        this=divide(_times(p, exp.Paren(this=exp.Sub(this=one, expression=p.copy()))), n),
        expression=divide(square.copy(), _times(four, n, n)),
    )
    half = _times(exp.Literal.number(repr(z)), exp.Sqrt(this=spread))
    scale = exp.Paren(this=exp.Add(this=one.copy(), expression=divide(square.copy(), n.copy())))
    low = divide(exp.Paren(this=exp.Sub(this=middle, expression=half)), scale)
    high = divide(exp.Paren(this=exp.Add(this=middle.copy(), expression=half.copy())), scale.copy())
    return _ended(low, at=0), _ended(high, at=1)


def _ended(end: exp.Expr, *, at: int) -> exp.Expr:
    """Rounding must not put an end past 0 or 1, or short of it where the share itself is 0 or 1."""
    edge = exp.Literal.number(at)
    is_there = exp.EQ(this=column("share", "estimates"), expression=edge)
    has_size = exp.Not(this=exp.Is(this=column("size", "estimates"), expression=exp.Null()))
    there = exp.If(this=exp.And(this=is_there, expression=has_size), true=as_double(edge.copy()))
    return exp.Case(ifs=[there], default=end)


def _is_weighted(table: str) -> exp.Expr:
    return exp.GT(this=column("weight", table), expression=exp.Literal.number(0))


def _count_if(condition: exp.Expr) -> exp.Expr:
    return exp.Count(this=exp.Case(ifs=[exp.If(this=condition, true=exp.Literal.number(1))]))


def _times(*factors: exp.Expr) -> exp.Expr:
    tree = factors[0].copy()
    for factor in factors[1:]:
        tree = exp.Mul(this=tree, expression=factor.copy())
    return tree


def _columns(names: Sequence[str], table: str) -> list[exp.Expr]:
    return [column(name, table) for name in names]
