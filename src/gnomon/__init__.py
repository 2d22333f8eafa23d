"""Core indicators as frozen descriptions that answer questions and say how far to trust them."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gnomon.app.answer import Answer
    from gnomon.app.decompose import decompose
    from gnomon.app.decompose_long import decompose_entities, decompose_percentile
    from gnomon.app.detect import detect
    from gnomon.app.detection import Detection
    from gnomon.app.import_dbt import import_dbt
    from gnomon.app.localise import localise
    from gnomon.app.project import Project, load
    from gnomon.base.errors import GnomonError, ProjectErrors
    from gnomon.explain.decompose.formula import decompose_formula
    from gnomon.records.question import Comparison, Question

__all__ = [
    "Answer",
    "Comparison",
    "Detection",
    "GnomonError",
    "Project",
    "ProjectErrors",
    "Question",
    "__version__",
    "decompose",
    "decompose_entities",
    "decompose_formula",
    "decompose_percentile",
    "detect",
    "import_dbt",
    "load",
    "localise",
]

__version__ = version("gnomon-metrics")

# Loaded when first used, so that `import gnomon` stays fast.
_HOMES = {
    "Answer": "gnomon.app.answer",
    "Comparison": "gnomon.records.question",
    "GnomonError": "gnomon.base.errors",
    "Project": "gnomon.app.project",
    "ProjectErrors": "gnomon.base.errors",
    "Question": "gnomon.records.question",
    "Detection": "gnomon.app.detection",
    "detect": "gnomon.app.detect",
    "import_dbt": "gnomon.app.import_dbt",
    "decompose": "gnomon.app.decompose",
    "decompose_entities": "gnomon.app.decompose_long",
    "decompose_percentile": "gnomon.app.decompose_long",
    "decompose_formula": "gnomon.explain.decompose.formula",
    "load": "gnomon.app.project",
    "localise": "gnomon.app.localise",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - each name has its own type
    if name not in _HOMES:
        raise AttributeError(f"module 'gnomon' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
