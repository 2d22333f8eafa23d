from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time

import pyarrow.parquet as pq
import pytest

MODULE = [sys.executable, "-c", "from gnomon.faces.cli import main; main()"]
BY_CHANNEL = ["ask", "revenue", "--by", "channel"]

SLOW = """
sources:
  pairs:
    sql: select a.x from generate_series(1, 3000000) a(x), generate_series(1, 3000000) b(y)
    dimensions: {x: {}}
metrics:
  values_seen: {kind: distinct, source: pairs, expr: x * 7 % 1000003}
"""


def test_ask_by_a_dimension_then_prints_aligned_numbers(run, shop):
    result = run(*BY_CHANNEL, "--project", shop)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Channel  Revenue (EUR)  n",
        "app              35.00  3",
        "web              15.75  2",
        "(none)            7.00  1",
    ]
    assert "3 rows in " in result.stderr
    assert "Data complete to Mon 6 May 2024." in result.stderr


def test_ask_when_quiet_then_says_nothing_beside_the_result(run, shop):
    assert run(*BY_CHANNEL, "--project", shop, "--quiet").stderr == ""


def test_ask_when_the_last_period_runs_then_marks_it(run, shop):
    result = run(
        "ask", "revenue", "--grain", "day", "--last", "2d", "--as-of", "2024-05-06T12:00", "--project", shop
    )
    assert result.stdout.splitlines()[1:] == [
        "2024-05-05                 12.00  1",
        "2024-05-06 so far          3.00…  1",
    ]


def test_ask_with_a_comparison_then_shows_both_values(run, shop):
    window = ["--start", "2024-05-02", "--end", "2024-05-03"]
    result = run("ask", "revenue", "--grain", "day", *window, "--compare", "previous", "--project", shop)
    assert result.stdout.splitlines()[0].split() == ["Day", "Revenue", "(EUR)", "previous", "change", "n"]
    assert "25.25" in result.stdout
    assert "10.50" in result.stdout


def test_ask_as_json_then_says_question_rows_and_schema(run, shop):
    document = json.loads(run(*BY_CHANNEL, "--project", shop, "--json").stdout)
    assert document["schema"] == "gnomon.answer/1"
    assert document["question"]["by"] == ["channel"]
    assert document["rows"][2] == {
        "channel": None,
        "revenue": 7.0,
        "revenue__n": 1,
        "revenue__complete": True,
    }


def test_ask_as_csv_then_is_wide_or_long(run, shop):
    assert run(*BY_CHANNEL, "--project", shop, "--csv").stdout.splitlines()[:2] == [
        "channel,revenue,revenue__n,revenue__complete",
        "app,35.0,3,true",
    ]
    assert run(*BY_CHANNEL, "--project", shop, "--csv", "--long").stdout.startswith(
        "channel,metric,value,n,complete\n"
    )


def test_ask_as_markdown_then_is_a_table(run, shop):
    assert run(*BY_CHANNEL, "--project", shop, "--md").stdout.splitlines()[:3] == [
        "| Channel | Revenue (EUR) | n |",
        "| --- | ---: | ---: |",
        "| app | 35.00 | 3 |",
    ]


def test_ask_into_files_then_they_hold_the_answer(run, shop, tmp_path):
    parquet, text = tmp_path / "a.parquet", tmp_path / "a.csv"
    result = run(*BY_CHANNEL, "--project", shop, "--parquet", parquet, "-o", text)
    assert (result.exit_code, result.stdout) == (0, "")
    assert pq.read_table(parquet).column("revenue").to_pylist() == [35.0, 15.75, 7.0]
    assert text.read_text().startswith("channel,revenue,")
    assert result.stderr == f"Wrote {parquet}.\nWrote {text}.\n"


def test_ask_into_a_missing_folder_then_refuses(run, shop, tmp_path):
    result = run(*BY_CHANNEL, "--project", shop, "--parquet", tmp_path / "no" / "a.parquet")
    assert result.exit_code == 2
    assert "does not exist. Make it first." in result.stderr


def test_ask_into_a_file_of_no_known_ending_then_says_what_to_add(run, shop, tmp_path):
    result = run(*BY_CHANNEL, "--project", shop, "-o", tmp_path / "answer")
    assert result.exit_code == 2
    assert "Add --json, --csv or --md" in result.stderr


def test_ask_a_saved_question_then_takes_its_parts_and_what_is_added(run, shop):
    result = run(
        "ask", "--saved", "weekly_revenue", "--last", "2w", "--as-of", "2024-05-07", "--project", shop
    )
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0].startswith("Week")
    assert "2024-05-06 so far" in result.stdout


def test_plan_is_shown_instead_of_numbers(run, shop):
    result = run("ask", "revenue,buyers", "--plan", "--project", shop)
    assert result.exit_code == 0
    assert "orders" in result.stdout
    assert "57.75" not in result.stdout


@pytest.mark.parametrize(
    "dialect, words", [("duckdb", "READ_CSV"), ("postgres", "SELECT"), ("bigquery", "SELECT")]
)
def test_sql_of_a_question_in_any_dialect(run, shop, dialect, words):
    result = run("sql", "revenue", "--by", "channel", "--dialect", dialect, "--project", shop)
    assert result.exit_code == 0
    assert words in result.stdout
    document = json.loads(run("sql", "revenue", "--dialect", dialect, "--json", "--project", shop).stdout)
    assert document["schema"] == "gnomon.sql/1"
    assert [f"note: {note}" for note in document["notes"]] == result.stderr.splitlines()
    assert bool(document["notes"]) is (dialect != "duckdb")


@pytest.mark.parametrize(
    "arguments, words",
    [
        ([], "Missing METRICS. `gnomon list metrics` shows their names."),
        (["revenu"], "Unknown metric 'revenu'. Did you mean revenue"),
        (["revenue", "--by", "chanel"], "Did you mean channel"),
        (
            ["revenue", "--start", "yesterday"],
            "'yesterday' is no date. Write 2024-05-01 or 2024-05-01T12:30.",
        ),
        (["revenue", "--compare", "last_month"], "is none of previous, last_week"),
        (["revenue", "--last", "soon"], "'soon' is no window. Write a count and a grain"),
        (["revenue", "--grain", "dya"], "day"),
        (["revenue", "--limit", "0"], "0 is not in the range"),
        (["revenue", "--where", "channel ="], "channel ="),
        (["--saved", "weekly"], "weekly_revenue"),
        (["revenue", "--csv", "--json"], "--json and --csv cannot go together"),
    ],
)
def test_ask_when_something_is_wrong_then_exits_2_and_helps(run, shop, arguments, words):
    result = run("ask", *arguments, "--project", shop)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert "unexpected" not in result.stderr


def test_sql_when_the_dialect_is_unknown_then_names_the_nearest(run, shop):
    result = run("sql", "revenue", "--dialect", "postgress", "--project", shop)
    assert result.exit_code == 2
    assert "Did you mean postgres" in result.stderr


def test_run_of_a_good_project_then_passes(run, shop):
    result = run("run", "--project", shop)
    assert result.exit_code == 0, result.stdout
    assert result.stdout.endswith("5 of 5 passed.\n")


def test_run_when_a_case_is_wrong_then_exits_1_and_says_how(run, shop_copy):
    text = (shop_copy / "shop.yml").read_text().replace("sum(amount)", "sum(amount) + 1")
    (shop_copy / "shop.yml").write_text(text)
    result = run("run", "--project", shop_copy)
    assert result.exit_code == 1
    assert "channel=app: revenue is 35, plain SQL says 36." in result.stdout
    document = json.loads(run("run", "--project", shop_copy, "--json").stdout)
    assert document["schema"] == "gnomon.run/1"
    assert [c["status"] for c in document["cases"]] == ["fail", "pass"]


def test_run_when_a_column_is_missing_then_runs_nothing_else(run, shop_copy):
    text = (shop_copy / "shop.yml").read_text().replace("expr: amount", "expr: amuont")
    (shop_copy / "shop.yml").write_text(text)
    result = run("run", "--project", shop_copy)
    assert result.exit_code == 1
    assert "Did you mean amount" in result.stdout
    assert "mend the columns first" in result.stderr


def test_describe_of_a_metric_then_shows_its_sql(run, shop):
    result = run("describe", "revenue", "--project", shop)
    assert result.exit_code == 0, result.stderr
    assert "SUM(" in result.stdout


def test_interrupt_of_a_long_query_then_cancels_it_and_exits_130(tmp_path):
    (tmp_path / "gnomon.toml").write_text('name = "slow"\n')
    (tmp_path / "slow.yml").write_text(SLOW)
    process = subprocess.Popen(
        [*MODULE, "ask", "values_seen", "--project", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(3)
    assert process.poll() is None, process.communicate()
    start = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    assert err.startswith("interrupted:")
    assert "Traceback" not in err
    assert time.monotonic() - start < 5


def on_terminal(*args, columns, environment=()):
    """Run the command line on a terminal of that width and give what it showed."""
    main, side = pty.openpty()
    process = subprocess.Popen(
        [*MODULE, *map(str, args)], stdout=side, stderr=side, stdin=side,
        env={**os.environ, "COLUMNS": str(columns), "TERM": "xterm-256color", **dict(environment)},
    )  # fmt: skip
    os.close(side)
    shown = b""
    while select.select([main], [], [], 20)[0]:
        try:
            piece = os.read(main, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(main)
    return process.wait(timeout=20), shown.decode().replace("\r\n", "\n")


def test_ask_on_a_terminal_then_uses_bold_and_no_color_takes_it_away(shop):
    code, shown = on_terminal(*BY_CHANNEL, "--project", shop, columns=80)
    assert code == 0
    assert "\x1b[1m" in shown
    environment = {"NO_COLOR": "1"}
    _, plain = on_terminal(*BY_CHANNEL, "--project", shop, "--quiet", columns=80, environment=environment)
    assert "\x1b" not in plain


def test_error_on_a_terminal_then_is_red_unless_no_color(shop):
    wrong = ["ask", "revenu", "--quiet", "--project", shop]
    assert "\x1b[31merror:\x1b[0m" in on_terminal(*wrong, columns=80)[1]
    assert "\x1b" not in on_terminal(*wrong, columns=80, environment={"NO_COLOR": "1"})[1]


def test_ask_on_a_narrow_terminal_then_shows_every_value_in_blocks(shop):
    question = ["ask", "revenue,orders_placed,buyers", "--by", "user.country", "--compare", "previous"]
    window = ["--grain", "day", "--start", "2024-05-02", "--end", "2024-05-02"]
    code, shown = on_terminal(*question, *window, "--project", shop, "--quiet", columns=40)
    assert code == 0
    assert "Revenue (EUR): 20.00\nRevenue: previous: 10.50\n" in shown
    assert max(len(line) for line in shown.splitlines()) <= 40
