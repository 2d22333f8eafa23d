"""Names of app versions: as many as the world releases."""

from __future__ import annotations

from typing import Final

from sqlglot import exp

from gnomon.sim.world import World

__all__ = ["name_versions"]

_OLD: Final = 13
_EVERY_DAYS: Final = 14


def name_versions(tree: exp.Expr, world: World) -> None:
    """Replace ``version_name(n)`` by the name of the n-th release, a text out of a known few."""
    count = _OLD + world.days // _EVERY_DAYS + 2
    names = [exp.Literal.string(f"9.{n}.0") for n in range(count)]
    for node in [n for n in tree.find_all(exp.Anonymous) if str(n.this).lower() == "version_name"]:
        parts = [exp.Literal.string("9."), node.expressions[0].copy(), exp.Literal.string(".0")]
        text = exp.Concat(expressions=parts, safe=True, coalesce=True)
        node.replace(exp.Cast(this=text, to=exp.DataType(this=exp.DataType.Type.ENUM, expressions=names)))
