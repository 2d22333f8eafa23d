"""A formula of a metric tree: how much of its change each input carries."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gnomon.base.errors import DataError, UnknownNameError
from gnomon.explain.decompose.arithmetic import Formula, read_formula
from gnomon.explain.decompose.compose import Method, check_finite, compose_explanation
from gnomon.explain.decompose.lmdi import split_by_lmdi
from gnomon.explain.decompose.shapley import split_by_shapley
from gnomon.records.explanation import Change, Contribution, Explanation

__all__ = ["decompose_formula"]

_LMDI = Method(
    name="LMDI-I",
    assumptions=(
        "All inputs change together, by the same growth path; Shapley's split would differ where factors cancel.",
    ),
)
_SHAPLEY = Method(
    name="Shapley, exact",
    assumptions=("Inputs change one after the other; the mean over all orders is taken.",),
)
_SAMPLED = Method(
    name="Shapley, sampled",
    assumptions=("Inputs change one after the other; orders were drawn, and standard errors are told.",),
)


def decompose_formula(
    text: str,
    before: Mapping[str, float],
    after: Mapping[str, float],
    *,
    rng: np.random.Generator | None = None,
) -> Explanation:
    """Take the change of a formula apart among its inputs.

    Products and quotients of positive inputs are split by the logarithmic mean Divisia index; any other formula,
    and inputs of 0 or less, by Shapley's value: exactly up to 8 inputs, sampled above.

    Parameters
    ----------
    text : str
        Names, numbers and ``+ - * / ( )``, such as ``"dau * sessions_per_user"``.
    before, after : mapping of str to float
        Value of every input.
    rng : Generator, optional
        Draws orders above 8 inputs.

    Returns
    -------
    Explanation

    Raises
    ------
    QuestionError
        ASK-291 when the formula is not plain arithmetic.
    UnknownNameError
        When an input has no value.
    DataError
        DAT-323 when a value is missing or infinite, or a divisor is 0.

    Examples
    --------
    >>> found = decompose_formula("dau * minutes", {"dau": 10, "minutes": 2}, {"dau": 12, "minutes": 3})
    >>> found.method, [(c.name, round(c.amount, 3)) for c in found.contributions]
    ('LMDI-I', [('minutes', 11.037), ('dau', 4.963)])
    """
    formula = read_formula(text)
    for values in (before, after):
        for name in formula.names:
            if name not in values:
                raise UnknownNameError.of("input", name, list(values), where=text)
    first = [float(before[n]) for n in formula.names]
    last = [float(after[n]) for n in formula.names]
    check_finite(text, [*first, *last])
    change = Change(name=text, before=_value(formula, before), after=_value(formula, after))
    powers = formula.find_powers()
    if powers is not None and min(*first, *last) > 0:
        scale = _find_scale(change, first, powers)
        amounts = [scale * a for a in split_by_lmdi(first, last, powers)]
        return _compose(formula, change, (first, last), amounts, [0.0] * len(amounts), _LMDI)

    def mixed(changed: tuple[bool, ...]) -> float:
        chosen = {
            n: (last if c else first)[i] for i, (n, c) in enumerate(zip(formula.names, changed, strict=True))
        }
        return _value(formula, chosen)

    split = split_by_shapley(mixed, len(formula.names), rng=rng)
    method = _SAMPLED if split.errors.any() else _SHAPLEY
    return _compose(formula, change, (first, last), split.amounts.tolist(), split.errors.tolist(), method)


def _value(formula: Formula, values: Mapping[str, float]) -> float:
    try:
        return formula.evaluate(values)
    except ZeroDivisionError:
        shown = ", ".join(f"{n} = {values[n]:g}" for n in formula.names)
        raise DataError(
            f"{formula.text} divides by 0 at {shown}. A change from or to no value cannot be taken apart; "
            "decompose the numerator and the denominator one by one.",
            code="DAT-323",
        ) from None


def _find_scale(change: Change, first: list[float], powers: tuple[int, ...]) -> float:
    """Constant factor of a product, such as the 100 of a percentage."""
    plain = 1.0
    for value, power in zip(first, powers, strict=True):
        plain *= value**power
    return change.before / plain


def _compose(
    formula: Formula,
    change: Change,
    ends: tuple[list[float], list[float]],
    amounts: list[float],
    errors: list[float],
    method: Method,
) -> Explanation:
    parts = [
        Contribution(name=name, part="factor", amount=amount, share=None, before=one, after=two, error=error)
        for name, amount, one, two, error in zip(formula.names, amounts, *ends, errors, strict=True)
    ]
    return compose_explanation(change, parts, method)
