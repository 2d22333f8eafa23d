"""All codes in one table, and the page of the documentation that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gnomon.base.codes.code import Code
from gnomon.base.codes.data import DATA_CODES
from gnomon.base.codes.engine import ENGINE_CODES
from gnomon.base.codes.explain import EXPLAIN_CODES
from gnomon.base.codes.general import INPUT_CODES, INTERNAL_CODES, ROOT_CODES
from gnomon.base.codes.imports import IMPORT_CODES
from gnomon.base.codes.incidents import INCIDENT_CODES
from gnomon.base.codes.project import PROJECT_CODES
from gnomon.base.codes.questions import QUESTION_CODES
from gnomon.base.codes.simulation import SIMULATION_CODES
from gnomon.base.codes.store import STORE_CODES
from gnomon.base.codes.watch import WATCH_CODES

__all__ = ["CODES", "codes_page", "explain_code"]

_PARTS: Mapping[str, tuple[Code, ...]] = MappingProxyType(
    {
        "Project files": tuple(
            sorted((*PROJECT_CODES, *IMPORT_CODES, *ROOT_CODES), key=lambda each: each.code)
        ),
        "Questions": QUESTION_CODES,
        "Data": DATA_CODES,
        "Engine": ENGINE_CODES,
        "Explaining": EXPLAIN_CODES,
        "Watching": WATCH_CODES,
        "Incidents and alerts": INCIDENT_CODES,
        "State": STORE_CODES,
        "Worlds": SIMULATION_CODES,
        "Input and output": INPUT_CODES,
        "Faults of Gnomon": INTERNAL_CODES,
    }
)
CODES: tuple[Code, ...] = tuple(each for part in _PARTS.values() for each in part)
_HEAD = """# Error codes

Every message ends with a code in brackets. Codes keep their meaning from version to version.

<!-- Written from gnomon.base.codes; a test compares both. -->
"""


def explain_code(code: str) -> Code | None:
    """Find a code, or None.

    Examples
    --------
    >>> explain_code("DEF-108").title
    'Key twice'
    """
    return next((each for each in CODES if each.code == code.upper()), None)


def codes_page() -> str:
    """Write the documentation page of all codes, in Markdown."""
    return _HEAD + "".join(
        f"\n## {title}\n" + "".join(_entry(each) for each in part) for title, part in _PARTS.items()
    )


def _entry(each: Code) -> str:
    return f"\n### {each.code}\n\n**{each.title}.** {each.meaning}\n\n{each.mend}\n"
