from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from gnomon.base.errors import ProjectErrors
from gnomon.define.load import load_model
from gnomon.records.incident import Severity
from gnomon.records.quiet import Maintenance, QuietHours

GOOD = """
[channels.team]
url = "env:TEAM_URL"
severity = "high"
escalate_to = "oncall"
escalate_after = "90 minutes"
[channels.oncall]
url = "json://localhost:8000"
[quiet]
hours = "22:00-08:00"
[[maintenance]]
start = 2024-05-01T02:00:00
end = 2024-05-01T04:00:00
note = "database move"
[[maintenance]]
start = 2024-06-01
end = 2024-06-02
metrics = "plays"
"""


def load(folder, text):
    (folder / "gnomon.toml").write_text(f'name = "shop"\n{text}', encoding="utf-8")
    metrics = "sources: {log: {file: log.csv}}\nmetrics: {plays: {kind: count, source: log}}\n"
    (folder / "metrics.yml").write_text(metrics, encoding="utf-8")
    return load_model(folder).settings.notices


def test_notices_when_written_then_they_are_read(tmp_path):
    notices = load(tmp_path, GOOD)
    team = notices.channels["team"]
    assert (team.url, team.severity, team.escalate_to) == ("env:TEAM_URL", Severity.HIGH, "oncall")
    assert team.escalate_after == timedelta(minutes=90)
    assert notices.channels["oncall"].severity is Severity.MEDIUM
    assert notices.quiet == QuietHours(start=time(22), end=time(8))
    assert notices.maintenance == (
        Maintenance(start=datetime(2024, 5, 1, 2), end=datetime(2024, 5, 1, 4), note="database move"),
        Maintenance(start=datetime(2024, 6, 1), end=datetime(2024, 6, 3), metrics=("plays",)),
    )


def test_notices_when_not_written_then_nobody_is_told(tmp_path):
    notices = load(tmp_path, "")
    assert (dict(notices.channels), notices.quiet, notices.maintenance) == ({}, None, ())


@pytest.mark.parametrize(
    "before, after, fault",
    [
        ('"high"', '"huge"', "gnomon.toml:5:12: 'huge' is not allowed here."),
        ('to = "oncall"', 'to = "oncal"', "gnomon.toml:6:15: Unknown channel 'oncal'. Did you mean oncall?"),
        ("90 minutes", "2 weeks", "gnomon.toml:7:18: '2 weeks' is no time to wait."),
        ('8000"', '8000"\nescalate_to = "team"', "Escalations go in a circle: team → oncall → team."),
        ("22:00-08:00", "22-8", "gnomon.toml:11:9: '22-8' are no hours of a day."),
        ("22:00-08:00", "22:00-24:00", "gnomon.toml:11:9: '22:00-24:00' are no hours of a day."),
        (
            "T04:00:00",
            "T01:00:00",
            "gnomon.toml:14:7: The window ends (2024-05-01 01:00:00) before it starts",
        ),
        (
            "T02:00:00",
            "T02:00:00Z",
            "gnomon.toml:13:9: Times of maintenance are those of the reporting zone.",
        ),
        ('"plays"', '"playz"', "gnomon.toml:19:1: Unknown metric 'playz'. Did you mean plays?"),
        ("hours =", "hour =", "gnomon.toml:11:1: Unknown key 'hour'."),
    ],
)
def test_notices_when_wrong_then_the_fault_has_its_place(tmp_path, before, after, fault):
    with pytest.raises(ProjectErrors) as caught:
        load(tmp_path, GOOD.replace(before, after, 1))
    assert fault in str(caught.value)
