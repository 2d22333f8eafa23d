"""What every rewriting of a tree needs: families of dialects, nodes in a safe order, the words of a refusal."""

from __future__ import annotations

from typing import Final

from sqlglot import exp

from gnomon.base.errors import QuestionError

__all__ = ["LONG", "SPARK", "TRINO", "each", "refusal", "unit_of"]

SPARK: Final = frozenset({"spark", "databricks"})
TRINO: Final = frozenset({"trino", "presto", "athena"})
LONG: Final = frozenset({"DAY", "WEEK", "MONTH", "QUARTER", "YEAR"})


def refusal(what: str, dialect: str, way: str) -> QuestionError:
    """Build the error that says what has no form in a dialect, and the way out."""
    return QuestionError(
        f"{what}, so this question has no {dialect} form. {way}", code="ASK-260", where="dialect"
    )


def each(tree: exp.Expr, *kinds: type[exp.Expr]) -> list[exp.Expr]:
    """Nodes of these kinds, inner ones first, so that replacing one loses none."""
    return list(tree.find_all(*kinds))[::-1]


def unit_of(cut: exp.Expr) -> str:
    """Name the unit of a cut or a length of time, in capitals."""
    unit = cut.args["unit"]
    return str(unit.name).upper()
