from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import PurePosixPath
from types import MappingProxyType

import pytest

from gnomon.base.plain import to_plain


class Colour(Enum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    tags: tuple[str, ...]


@pytest.mark.parametrize(
    "value, plain",
    [
        (None, None),
        (True, True),
        (2**60, 2**60),
        (float("nan"), None),
        (float("inf"), None),
        (Decimal(2**60), 2**60),
        (Decimal("1.5"), 1.5),
        (Decimal("0.1234567890123456789012345"), "0.1234567890123456789012345"),
        (Decimal("NaN"), None),
        (date(2024, 5, 1), "2024-05-01"),
        (datetime(2024, 5, 1, 7, tzinfo=UTC), "2024-05-01T07:00:00+00:00"),
        (time(7, 30), "07:30:00"),
        (timedelta(minutes=1), 60.0),
        (Colour.RED, "red"),
        (PurePosixPath("a/b"), "a/b"),
        (MappingProxyType({1: {"b"}}), {"1": ["b"]}),
        (Point(1.0, ("é",)), {"x": 1.0, "tags": ["é"]}),
    ],
)
def test_to_plain_of_any_value_then_json_can_write_it(value, plain):
    assert to_plain(value) == plain
    json.dumps(to_plain(value), allow_nan=False)
