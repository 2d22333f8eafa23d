from __future__ import annotations

import json

import pytest

from gnomon.app.telling.compose import compose_alerts
from tests.app.telling.world import make_model, make_store, save, serve
from tests.watch.incident_cases import NOW, anomaly, group


@pytest.fixture
def project(tmp_path):
    """Give a project with two incidents, and messages that wait."""
    model = make_model(tmp_path)
    (tmp_path / ".gnomon").mkdir()
    with make_store(tmp_path / ".gnomon") as store:
        found = group((anomaly(), anomaly("plays", day=20, value=88.0)))
        draw = b"\x89PNG"
        save(store, found, compose_alerts(model, known=(), found=found, now=NOW, draw=lambda _: draw))
    return tmp_path


def first_id(run, project):
    return json.loads(run("incidents", "list", "--json", "-p", project).stdout)["incidents"][0]["id"]


def test_incidents_when_there_are_some_then_the_gravest_comes_first(run, project):
    result = run("incidents", "-p", project)
    assert result.exit_code == 0
    lines = [line.split() for line in result.stdout.splitlines()]
    assert lines[0][:3] == ["id", "severity", "state"]
    assert [line[1:3] for line in lines[1:]] == [["high", "open"], ["low", "open"]]
    assert "Next: gnomon incidents show ID" in result.stderr


@pytest.mark.parametrize(
    "command, said",
    [
        (("incidents",), "Nothing was watched yet. `gnomon watch` looks now"),
        (("incidents", "rules"), "No pattern is left out."),
        (("incidents", "precision"), "Nobody judged an incident yet"),
        (("incidents", "mutes"), "Nothing is muted."),
        (("alerts",), "Nothing was to be told yet."),
        (("alerts", "preview"), "Nothing is due now."),
        (("events",), "No event is known."),
    ],
)
def test_list_when_empty_then_it_says_what_to_do_next(run, tmp_path, command, said):
    make_model(tmp_path)
    result = run(*command, "-p", tmp_path)
    assert (result.exit_code, result.stdout) == (0, "")
    assert said in result.stderr
    assert not (tmp_path / ".gnomon").exists()


def test_incident_when_shown_by_the_begin_of_its_id_then_all_of_it_is_there(run, project):
    result = run("incidents", "show", first_id(run, project)[:4], "-p", project)
    for part in ("Daily active users -40 %", "Buckets out of the ordinary", "History", "Told", "2024-05-01"):
        assert part in result.stdout


def test_incident_when_acted_on_then_each_answer_says_how_it_stands(run, project):
    one = first_id(run, project)
    assert (
        run("incidents", "ack", one[:4], "--by", "Ada", "-p", project).stdout == f"{one} is acknowledged.\n"
    )
    said = run("incidents", "feedback", one, "expected", "--reason", "Pay day", "--by", "Ada", "-p", project)
    assert said.stdout == f"{one}: expected. It is closed.\n"
    assert "Pay day" in run("events", "-p", project).stdout
    assert "on Wednesday" in run("incidents", "rules", "-p", project).stdout
    assert "dau" in run("incidents", "precision", "-p", project).stdout
    again = run("incidents", "close", one, "-p", project)
    assert again.exit_code == 2
    assert "cannot become closed. From here it can become: reopened. [INC-601]" in again.stderr
    assert run("incidents", "reopen", one, "-p", project).stdout == f"{one} is reopened.\n"


def test_mute_when_set_and_ended_then_the_list_shows_it_between(run, project):
    made = run(
        "incidents", "mute", "dau", "--for", "2 days", "--where", "country=DE", "--reason", "x", "-p", project
    )
    mute = made.stdout.split(":")[0]
    assert "country = DE" in run("incidents", "mutes", "-p", project).stdout
    assert run("incidents", "unmute", mute, "-p", project).exit_code == 0
    assert run("incidents", "mutes", "-p", project).stdout == ""


def test_mute_when_it_has_no_end_then_the_usage_says_how(run, project):
    result = run("incidents", "mute", "dau", "-p", project)
    assert result.exit_code == 2
    assert "--for '2 days'" in result.stderr


def test_alerts_when_previewed_then_sent_then_the_list_says_so(run, project, monkeypatch, tmp_path):
    shown = run("alerts", "preview", "--pictures", tmp_path / "pictures", "-p", project)
    assert "→ team  [high] Daily active users -40 % against expected" in shown.stdout
    assert len(list((tmp_path / "pictures").iterdir())) == 2
    with serve() as server:
        monkeypatch.setenv("TEAM_URL", server.url)
        monkeypatch.setenv("ONCALL_URL", server.url)
        sent = run("alerts", "send", "-p", project)
    assert sent.exit_code == 0, sent.output
    assert "messages sent" in sent.stdout
    document = json.loads(run("alerts", "list", "--json", "-p", project).stdout)
    assert {each["state"] for each in document["alerts"]} == {"sent"}
    assert "picture" not in document["alerts"][0]


def test_alerts_when_a_channel_does_not_answer_then_exit_1_and_the_reason(run, project, monkeypatch):
    monkeypatch.delenv("TEAM_URL", raising=False)
    result = run("alerts", "send", "-p", project)
    assert result.exit_code == 1
    assert "INC-602" in result.stdout
    tried = run("alerts", "test", "team", "-p", project)
    assert (tried.exit_code, tried.stdout) == (1, "")


def test_event_when_added_and_dropped_then_the_calendar_follows(run, project):
    run(
        "events",
        "add",
        "Sale",
        "--start",
        "2024-06-01",
        "--end",
        "2024-06-03",
        "--kind",
        "sale",
        "-p",
        project,
    )
    assert "2024-06-03" in run("events", "list", "-p", project).stdout
    assert run("events", "drop", "Sale", "-p", project).stdout == "Dropped Sale (1 entry).\n"
    assert run("events", "drop", "Sale", "-p", project).exit_code == 2
