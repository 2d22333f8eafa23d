"""Rules over a whole model: one family a file, each a function that reports to a check."""

from __future__ import annotations

from gnomon.define.rules.check import ANY_NAME, Check, Locate, Place
from gnomon.define.rules.depth import check_depth
from gnomon.define.rules.goals import check_goals
from gnomon.define.rules.kinds import check_kinds
from gnomon.define.rules.metrics import check_metrics
from gnomon.define.rules.notices import check_notices
from gnomon.define.rules.paced import check_paced
from gnomon.define.rules.paths import check_paths
from gnomon.define.rules.questions import check_questions
from gnomon.define.rules.relations import check_relations
from gnomon.define.rules.sources import check_sources
from gnomon.define.rules.walks import check_walks
from gnomon.define.rules.watched import check_watched

__all__ = ["ANY_NAME", "RULES", "Check", "Locate", "Place", "check_depth"]

RULES = (
    check_sources,
    check_metrics,
    check_kinds,
    check_paced,
    check_walks,
    check_paths,
    check_goals,
    check_relations,
    check_questions,
    check_notices,
    check_watched,
)
