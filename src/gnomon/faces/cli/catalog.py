"""The commands and their help lines, so that ``gnomon --help`` imports none of them."""

from __future__ import annotations

from typing import Final

__all__ = ["COMMANDS", "GROUPS"]

COMMANDS: Final[dict[str, str]] = {
    "ask": "Answer a question: metrics, over time and by dimensions.",
    "funnel": "Show all steps of a funnel: entities, shares and times.",
    "retention": "Show retention as a grid: cohorts by periods after the entry.",
    "watch": "Say what is out of the ordinary in the project's metrics and their slices.",
    "incidents": "List incidents, take them, close them, say what they were.",
    "alerts": "List, preview and send messages about incidents.",
    "events": "List, add and drop known events: launches, sales, experiments, maintenance.",
    "detect": "Say which values of any table of series are out of the ordinary.",
    "explain": "Look into a change of a metric: data, mix, events, segments and drivers.",
    "decompose": "Take a change apart over one dimension, so that the parts sum to it.",
    "localise": "Name the segments of a table that moved apart from the rest.",
    "sql": "Show the SQL that a question becomes, in any dialect.",
    "list": "List metrics, dimensions, sources, goals, questions or kinds.",
    "describe": "Explain a metric or a source: definition, lineage, SQL.",
    "lint": "Say what definitions lack; exit 1 if anything.",
    "run": "Prove the project, and where it is watched, run its daily loop.",
    "schedule": "Run the daily loop by the clock, until interrupted.",
    "report": "Write the report of core indicators as one HTML page.",
    "demo": "Run a whole project, from definitions to the report.",
    "init": "Start a project from a data file, or from packs of core indicators.",
    "packs": "List the packs of core indicators and their metrics.",
    "import": "Bring in definitions from another tool.",
    "export": "Write reports in the shapes that regulators ask for.",
    "sim": "Make the tables of a short-video product, with known truth.",
    "schema": "Print the JSON Schema of project files, for editors.",
    "doctor": "Check the installation, the project and its engine.",
    "completion": "Print the completion script of a shell.",
}

GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "Ask": ("ask", "funnel", "retention", "sql", "list", "describe"),
    "Watch": ("watch", "incidents", "alerts", "events", "detect", "explain", "localise", "decompose"),
    "Trust": ("lint", "doctor"),
    "Run": ("run", "schedule"),
    "Report": ("report", "export", "demo"),
    "Set up": ("init", "packs", "import", "sim", "schema", "completion"),
}
