"""Files that run in MetricFlow's own environment are not collected here."""

from __future__ import annotations

collect_ignore = ["mf_engine.py", "run_metricflow.py", "fuzz_metricflow.py"]
