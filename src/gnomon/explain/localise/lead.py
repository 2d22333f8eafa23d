"""The likeliest single value, where nothing passes the test and yet one value carries the change."""

from __future__ import annotations

import numpy as np

from gnomon.explain.localise.evidence import measure_evidence
from gnomon.explain.localise.field import Field
from gnomon.explain.localise.model import Model, fit_model, make_part

__all__ = ["find_lead"]


def find_lead(field: Field, model: Model, change: float) -> Model | None:
    """Single value of one dimension that is far off, large and along with the change; None without one.

    Causes that people confirm are mostly short and coarse, so this one is worth a look although noise could do it.

    Parameters
    ----------
    field : Field
    model : Model
        One without segments.
    change : float
        Change of the total.
    """
    rules = field.rules
    groups = np.flatnonzero((field.depths == 1) & (field.masses > 0))
    evidence = measure_evidence(model.gaps[groups], field.masses[groups], pool=field.pools[groups], drift=0.0)
    shifts = model.gaps[groups] / field.masses[groups]
    effects = shifts * field.means[groups]
    fits = (
        (evidence >= rules.lead_evidence)
        & (np.abs(shifts) >= rules.lead_shift)
        & (np.abs(effects) >= rules.lead_size * field.mean.sum())
        & (effects * np.sign(change) >= rules.lead_share * abs(change))
    )
    if not fits.any():
        return None
    best = int(groups[fits][np.argmax(evidence[fits])])
    return fit_model(field, [make_part(field, field.lattice.find_element(best), float(field.prices[best]))])
