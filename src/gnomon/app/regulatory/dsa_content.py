"""Parts 3 to 6 of Annex I: orders, notices and measures of one's own accord, by category."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from gnomon.app.regulatory.dsa_words import CATEGORIES, OTHER_TERMS, STATES, group_words
from gnomon.app.regulatory.export import Cell, Check, Table
from gnomon.app.regulatory.figures import Figures, among

__all__ = ["MEASURES", "Part", "measures_part", "notices_part", "orders_part"]

_ORDERS: Final = (
    "Number of orders to act against illegal content received",
    "Number of specific items of information included in the total number of orders to act against illegal content",
    "Median time to inform the authority of the receipt of the order to act against illegal content",
    "Median time to give effect to the order to act against illegal content",
    "Number of orders to provide information",
    "Median time to inform the authority of the receipt of the order to provide information",
    "Median time to give effect to the order to provide information",
)
_NOTICES: Final = (
    "Number of notices received ",
    "Number of notices received from Trusted flaggers",
    "Number of specific items of information included in the total number of notices",
    (
        "Number of specific items of information included in the total number of notices by Trusted Flaggers "
        "(Trusted Flagger notices)"
    ),
    "Median time to take action",
    "Median time to take action (Trusted Flagger notices)",
    "Number of actions taken on the basis of the law",
    "Number of actions taken on the basis of the law (Trusted Flagger notices)",
    "Number of actions taken on the basis of the terms and conditions of the service",
    "Number of actions taken on the basis of the terms and conditions of the service (Trusted Flagger notices)",
)
# What the template calls a restriction, and the word of the data; None is not recorded there.
MEASURES: Final[dict[str, str | None]] = {
    "Visibility restriction Removal": "removal",
    "Visibility restriction Disable": None,
    "Visibility restriction Demoted": "demotion",
    "Visibility restriction Age restricted": "age_limit",
    "Visibility restriction Interaction restricted": None,
    "Visibility restriction Labelled ": None,
    "Visibility restriction Other": None,
    "Monetary restriction Suspension": "monetisation",
    "Monetary restriction Termination": None,
    "Monetary restriction Other": None,
    "Provision of the service Suspension": None,
    "Provision of the service Termination": None,
    "Account restriction Suspension": "suspension",
    "Account restriction Termination": None,
}
_OWN: Final = (
    "Number of measures taken at the provider's own initiative ",
    "Number of measures taken after detection with solely automated means ",
)
_OTHER: Final = 'Description of the sub-category "Other"'
_NONE: Final[Mapping[str, tuple[str | None, ...]]] = {}
_HOSTS: Final = "Only for providers of hosting services, including online platforms"
_FLAGGED: Final = "is_trusted_flagger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A table and the sums that must hold in it."""

    table: Table
    checks: tuple[Check, ...]


def orders_part(figures: Figures, categories: Mapping[str, str], lead: tuple[str, str]) -> Part:
    """Fill in Part 3: orders of Member States, in all and by state; medians in hours."""
    rest = "STATEMENT_CATEGORY_NOT_SPECIFIED_ORDER"
    groups = group_words(
        figures.words("authority_order_count", "category"), categories, part="An order", rest=rest
    )
    states = figures.words("authority_order_count", "country")
    rows: list[tuple[Cell, ...]] = []
    checks: list[Check] = []
    for scope in ("TOTAL", *STATES):
        own = None if scope == "TOTAL" else f"country = '{scope}'" if states.get(scope) else ""
        asked = _by_category(groups if own != "" else _NONE, "category", own, (*CATEGORIES, rest))
        values = {name: _orders(figures, where) for name, where in asked}
        rows += [
            ("All", *lead, name, None, scope, *value, *_told(_ORDERS, value))
            for name, value in values.items()
            if scope == "TOTAL" or name == "TOTAL" or value[0]
        ]
        parts = [value[0] for name, value in values.items() if name != "TOTAL"]
        checks.append(_adds_up(f"orders by category, {scope}", parts, values["TOTAL"][0]))
    total = figures.count("authority_order_count")
    checks.append(Check(text="orders by Member State", parts=sum(states.values()), whole=total))
    columns = (
        *_lead("Category of illegal content"),
        "Scope",
        *_ORDERS,
        *_context(_ORDERS, "Contextual information on "),
    )
    return Part(
        table=Table(name="3_member_states_orders.csv", columns=columns, rows=tuple(rows)),
        checks=tuple(checks),
    )


def notices_part(figures: Figures, categories: Mapping[str, str], lead: tuple[str, str]) -> Part:
    """Fill in Part 4: notices under Article 16, in all and by category; medians in hours."""
    rest = "STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE"
    groups = group_words(figures.words("notices", "category"), categories, part="A notice", rest=rest)
    rows: list[tuple[Cell, ...]] = []
    found: list[tuple[Cell, ...]] = []
    for name, where in _by_category(groups, "category", None, (*CATEGORIES, rest)):
        value = _notices(figures, where)
        found.append(value)
        rows.append((_HOSTS, *lead, name, None, *value, *_told(_NOTICES, value)))
    counts = [i for i, name in enumerate(_NOTICES) if name.startswith("Number") and found[0][i] is not None]
    checks = [
        _adds_up(f"{_NOTICES[i].strip()}, by category", [v[i] for v in found[1:]], found[0][i])
        for i in counts
    ]
    columns = (
        *_lead("Category of illegal content"),
        *_NOTICES,
        *_context(_NOTICES, "Contextual information on "),
    )
    return Part(table=Table(name="4_notices.csv", columns=columns, rows=tuple(rows)), checks=tuple(checks))


def measures_part(
    figures: Figures, categories: Mapping[str, str], lead: tuple[str, str], ground: str
) -> Part:
    """Fill in Part 5 (``ground`` law) or 6 (terms): measures of one's own accord, by category and kind."""
    is_law = ground == "law"
    rest = None if is_law else OTHER_TERMS
    own = f"is_proactive and ground = '{ground}'"
    narrowed = Figures(
        project=figures.project,
        start=figures.start,
        end=figures.end,
        now=figures.now,
        where=(*figures.where, own),
    )
    groups = group_words(
        narrowed.words("restrictions", "policy"),
        categories,
        part=f"A measure on the basis of the {ground}",
        rest=rest,
    )
    known = CATEGORIES if is_law else (*CATEGORIES, OTHER_TERMS)
    names = (*_OWN, *MEASURES)
    rows: list[tuple[Cell, ...]] = []
    found: list[tuple[Cell, ...]] = []
    for name, where in _by_category(groups, "policy", None, known):
        value = _measures(narrowed, where)
        found.append(value)
        rows.append(("All", *lead, name, None, *value, *_told(names, value)))
    title = "illegal content" if is_law else "terms and conditions"
    checks = [_adds_up(f"measures against {title}, by category", [v[0] for v in found[1:]], found[0][0])]
    checks.append(_adds_up(f"measures against {title}, by kind", found[0][2:], found[0][0]))
    what = (
        "Category of illegal content"
        if is_law
        else "Category of incompatibility with the provider's terms and conditions"
    )
    columns = (*_lead(what), *names, *_context(names, "Contextual Information on "))
    file = "5_own_initiative_illegal.csv" if is_law else "6_own_initiative_TC.csv"
    return Part(table=Table(name=file, columns=columns, rows=tuple(rows)), checks=tuple(checks))


def _by_category(
    groups: Mapping[str, tuple[str | None, ...]], dimension: str, own: str | None, known: Sequence[str]
) -> Iterator[tuple[str, str | None]]:
    """Give TOTAL and each category with the condition of its rows; an empty text where it has none."""
    yield "TOTAL", own
    for name in known:
        words = groups.get(name)
        where = "" if words is None else f"({among(dimension, words)})"
        yield name, f"{own} and {where}" if own and where else where


def _orders(figures: Figures, where: str | None) -> tuple[Cell, ...]:
    if where == "":
        return (0, None, None, None, None, None, None)
    found = figures.one("authority_order_count", "order_hours_median", where=where)
    return (
        int(found["authority_order_count"] or 0),
        None,
        None,
        found["order_hours_median"],
        None,
        None,
        None,
    )


def _notices(figures: Figures, where: str | None) -> tuple[Cell, ...]:
    if where == "":
        return (0, 0, 0, 0, None, None, 0, 0, 0, 0)
    names = ("notices", "notice_hours_median", "notices_acted_on_law", "notices_acted_on_terms")
    every = figures.one(*names, where=where)
    flagged = figures.one(*names, where=_FLAGGED if where is None else f"{_FLAGGED} and {where}")
    both = [(every[name], flagged[name]) for name in names]
    counts = [(int(a or 0), int(b or 0)) for a, b in (both[0], both[0], both[2], both[3])]
    return (*counts[0], *counts[1], *both[1], *counts[2], *counts[3])


def _measures(figures: Figures, where: str | None) -> tuple[Cell, ...]:
    kinds = list(MEASURES.values())
    if where == "":
        return (0, 0, *(None if kind is None else 0 for kind in kinds))
    also = "" if where is None else f" and {where}"
    automated = figures.count("restrictions", f"is_automated{also}")
    counts = [
        None if kind is None else figures.count("restrictions", f"restriction = '{kind}'{also}")
        for kind in kinds
    ]
    return (figures.count("restrictions", where), automated, *counts)


def _adds_up(text: str, parts: Sequence[Cell], whole: Cell) -> Check:
    return Check(
        text=text, parts=sum(float(p) for p in parts if isinstance(p, (int, float))), whole=float(whole or 0)
    )


def _lead(category: str) -> tuple[str, ...]:
    return ("Applicability", "Service", "Reporting period", category, _OTHER)


def _context(names: Sequence[str], prefix: str) -> tuple[str, ...]:
    return tuple(prefix + name for name in names)


def _told(names: Sequence[str], values: Sequence[Cell]) -> tuple[str | None, ...]:
    """Say of a number that is not there why."""
    count = values[0]
    return tuple(
        None if value is not None else "none" if name.startswith("Median") and not count else "not available"
        for name, value in zip(names, values, strict=True)
    )
