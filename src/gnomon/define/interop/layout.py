"""An imported model as files that people like to read: a source and its metrics side by side."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from gnomon.define.kinds import RowSpec
from gnomon.define.metric import Metric
from gnomon.define.project import Model
from gnomon.define.write import metric_to_yaml, question_to_yaml, settings_to_toml, source_to_yaml, to_text

__all__ = ["lay_out"]

_ACROSS = "across_sources"


def lay_out(model: Model, folder: Path) -> dict[str, str]:
    """Say which file of a project holds what.

    Parameters
    ----------
    model : Model
        Settings, calendars, sources, metrics and saved questions; an import has no other parts.
    folder : Path
        Where the project will lie.

    Returns
    -------
    dict of str to str
        Path below the folder to text: ``sources/x.yml``, ``metrics/x.yml`` for metrics counted from that
        source alone, ``metrics/across_sources.yml`` for the others, ``questions.yml``.
    """
    files = {"gnomon.toml": settings_to_toml(model, folder)}
    for name, source in model.sources.items():
        files[f"sources/{name}.yml"] = to_text({"sources": {name: source_to_yaml(source, folder)}})
    groups: dict[str, dict[str, object]] = {}
    for name, metric in model.metrics.items():
        groups.setdefault(_home(metric, model.metrics), {})[name] = metric_to_yaml(metric)
    for home in sorted(groups):
        files[f"metrics/{home}.yml"] = to_text({"metrics": groups[home]})
    if model.saved:
        questions = {name: question_to_yaml(question) for name, question in model.saved.items()}
        files["questions.yml"] = to_text({"questions": questions})
    return files


def _home(metric: Metric, metrics: Mapping[str, Metric]) -> str:
    """Find the one source that a metric is counted from."""
    found: set[str] = set()
    seen: set[str] = set()
    waiting = [metric]
    while waiting:
        spec = waiting.pop().spec
        if isinstance(spec, RowSpec):
            found.add(spec.source)
        names = {term.metric for term in spec.inputs()} - seen
        seen |= names
        waiting += [metrics[name] for name in names if name in metrics]
    return found.pop() if len(found) == 1 else _ACROSS
