"""Packs: the core indicators of a short-video product, as a project in the package's data.

``data/`` is a project like any other and loads like one. A metric is one entry of YAML beside one oracle case:

- ``schema/MODULE.yml``: sources of the canonical schema. Every column is a dimension, so that filters and slices
  can name it; times are in UTC (``zone: UTC``). Event tables declare no primary entity: deliveries may repeat, and
  a join onto them could multiply rows. They are counted as they stand unless a source says ``repeats: drop``.
- ``metrics/MODULE.yml``: metrics of one module. Every metric has a label, a description (the formula in words, at
  most 200 signs), direction, module, goal, tier, owner (a role, never a person), dimensions, a unit or format,
  reference, plausible and sensitivity; ``guardrail: true`` where it may block a launch. Helpers that only feed
  others are ``tier: standard``.
- ``goals/MODULE.yml``: goals with their north star, drivers (beliefs of the metric tree) and relations.
- ``cases/MODULE.yml``: at least one case a metric; its SQL is what a person would write over the tables, without a
  look at how the metric is lowered. Bots and confirmed spam never count as active users.

``reference.checked`` stands only where someone read the threshold or deadline at the source on that day. A metric of
one pack may name metrics of another in its formula or ``paired_with``: ``gnomon init --pack`` brings them along.
Rows come from the fixture of ``tests/packs``; ``docs/packs.md`` and ``docs/schema.md`` are generated from here.
"""

from __future__ import annotations

from gnomon.define.packs.choose import choose_metrics
from gnomon.define.packs.cut import PACK_TAG, Cut, Fallen, cut_model
from gnomon.define.packs.needs import Needs, find_needs
from gnomon.define.packs.read import PACKS, read_packs

__all__ = [
    "PACKS",
    "PACK_TAG",
    "Cut",
    "Fallen",
    "Needs",
    "choose_metrics",
    "cut_model",
    "find_needs",
    "read_packs",
]
