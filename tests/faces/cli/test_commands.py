from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DBT = Path(__file__).parents[2] / "differential" / "dbt"


def test_lint_when_nothing_lacks_then_exits_0_with_empty_output(run, shop):
    result = run("lint", "--project", shop)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "1 core metrics certified, 0 findings.\n"


def test_lint_when_an_owner_lacks_then_exits_1_and_names_the_line(run, shop_copy):
    text = (shop_copy / "shop.yml").read_text().replace("    owner: shop-analytics\n", "")
    (shop_copy / "shop.yml").write_text(text)
    result = run("lint", "--project", shop_copy)
    assert result.exit_code == 1
    assert "shop.yml:" in result.stdout
    assert "core-owner" in result.stdout
    document = json.loads(run("lint", "--project", shop_copy, "--json").stdout)
    assert document["schema"] == "gnomon.lint/1"
    assert document["findings"][0]["rule"] == "core-owner"


def test_lint_when_files_are_wrong_then_exits_2_with_every_fault(run, shop_copy):
    text = (
        (shop_copy / "shop.yml")
        .read_text()
        .replace("kind: sum", "kind: summ")
        .replace("entity: user", "entty: user")
    )
    (shop_copy / "shop.yml").write_text(text)
    result = run("lint", "--project", shop_copy)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("error: 2 errors in this project:\n")
    assert result.stderr.count("shop.yml:") == 2


def test_lint_when_columns_are_missing_then_tells_them_all_with_place_and_nearest_name(run, shop_copy):
    text = (shop_copy / "shop.yml").read_text().replace("expr: amount", "expr: amuont")
    (shop_copy / "shop.yml").write_text(text.replace("user_id", "usr_id"))
    result = run("lint", "--project", shop_copy)
    assert result.exit_code == 1
    assert [line.split()[1] for line in result.stdout.splitlines()[1:]] == [
        "shop.yml:2:3", "shop.yml:23:3", "shop.yml:14:3",
    ]  # fmt: skip
    assert "no column 'amuont'. Did you mean amount? [DEF-149]" in result.stdout


def test_lint_when_the_engine_does_not_open_then_a_finding_says_so_and_the_rest_is_linted(run, shop_copy):
    settings = (shop_copy / "gnomon.toml").read_text()
    (shop_copy / "gnomon.toml").write_text('engine = "duckdb:///nosuch.duckdb"\n' + settings)
    result = run("lint", "--project", shop_copy)
    assert result.exit_code == 1
    assert "The engine cannot be opened, so no column was looked up" in result.stdout
    assert result.stderr == "1 core metrics certified, 1 findings.\n"


def test_describe_of_a_source_then_shows_definition_and_lineage(run, shop):
    result = run("describe", "orders", "--project", shop)
    assert result.exit_code == 0
    assert result.stdout.startswith("Orders (source orders)\n")
    assert "\nLineage\n  orders ← data/orders.csv\n" in result.stdout
    assert "SQL" not in result.stdout


def test_describe_when_the_name_is_misspelt_then_names_the_nearest(run, shop):
    result = run("describe", "order", "--project", shop)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Did you mean orders" in result.stderr


@pytest.mark.parametrize("what, key", [("yaml", "metrics"), ("toml", "timezone")])
def test_schema_is_json_schema(run, what, key):
    document = json.loads(run("schema", what).stdout)
    assert document["$schema"].startswith("https://json-schema.org/")
    assert key in document["properties"]


def test_init_then_prints_files_and_says_the_next_step(run, shop, tmp_path):
    result = run("init", tmp_path / "new", "--from", shop / "data" / "orders.csv")
    assert result.exit_code == 0
    assert [Path(line).name for line in result.stdout.splitlines()] == ["gnomon.toml", "orders.yml"]
    assert result.stderr == f"Next: gnomon ask row_count --grain week --project {tmp_path / 'new'}\n"
    assert run("list", "--project", tmp_path / "new").stdout.count("\n") == 4


def test_init_into_a_used_folder_then_refuses(run, shop):
    result = run("init", shop, "--from", shop / "data" / "orders.csv")
    assert result.exit_code == 2
    assert "is not empty" in result.stderr


def test_init_when_dry_then_shows_the_files(run, shop, tmp_path):
    result = run("init", tmp_path / "new", "--from", shop / "data" / "orders.csv", "--dry-run")
    assert "kind: count" in result.stdout
    assert not (tmp_path / "new").exists()


def test_doctor_when_all_is_well_then_exits_0(run, shop):
    result = run("doctor", "--project", shop)
    assert result.exit_code == 0
    assert "duckdb:///:memory: answers" in result.stdout


def test_doctor_when_a_file_is_missing_then_exits_1(run, shop_copy):
    (shop_copy / "data" / "users.csv").unlink()
    result = run("doctor", "--project", shop_copy, "--json")
    failed = [f["target"] for f in json.loads(result.stdout)["findings"] if f["status"] == "fail"]
    assert (result.exit_code, failed) == (1, ["data/users.csv"])


def test_import_dbt_then_writes_a_project_that_loads(run, tmp_path):
    result = run("import", "dbt", DBT, "--into", tmp_path / "new")
    assert result.exit_code in {0, 1}, result.stderr
    assert str(tmp_path / "new" / "gnomon.toml") in result.stdout
    assert run("list", "--project", tmp_path / "new").exit_code == 0


def test_import_dbt_of_an_unknown_dialect_then_names_the_nearest(run, tmp_path):
    result = run("import", "dbt", DBT, "--into", tmp_path / "new", "--dialect", "snowflak")
    assert result.exit_code == 2
    assert "Unknown SQL dialect 'snowflak'. Did you mean snowflake? [ASK-218]" in result.stderr
    assert not (tmp_path / "new").exists()


def test_import_dbt_of_nothing_then_exits_2(run, tmp_path):
    result = run("import", "dbt", tmp_path / "missing", "--into", tmp_path / "new")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("error: ")


def test_import_when_a_pair_has_no_equals_sign_then_says_how_to_write_it(run, tmp_path):
    result = run("import", "dbt", DBT, "--into", tmp_path / "new", "--var", "schema")
    assert result.exit_code == 2
    assert "Write name=value" in result.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script_names_the_program(run, shell):
    result = run("completion", shell)
    assert result.exit_code == 0
    assert "_GNOMON_COMPLETE" in result.stdout


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
def test_completion_script_of_bash_parses(run):
    script = run("completion", "bash").stdout
    subprocess.run(["bash", "-n"], input=script, text=True, check=True)  # noqa: S607 - the shell that users have


@pytest.mark.parametrize(
    "words, found",
    [
        (["ask", "rev"], {"revenue", "revenue_per_buyer"}),
        (["ask", "buyers,rev"], {"buyers,revenue", "buyers,revenue_per_buyer"}),
        (["ask", "buyers", "--by", "cha"], {"channel"}),
        (["describe", "or"], {"orders", "orders_placed"}),
        (["desc"], {"describe"}),
    ],
)
def test_completion_of_names_comes_from_the_definitions(shop, words, found):
    command = [sys.executable, "-c", "from gnomon.faces.cli import main; main()"]
    environment = {
        "GNOMON_PROJECT": str(shop),
        "_GNOMON_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(["gnomon", *words]),
        "COMP_CWORD": str(len(words)),
    }
    result = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, timeout=60)
    assert {line.partition(",")[2] for line in result.stdout.splitlines()} == found
    assert result.stderr == ""


def test_completion_when_the_project_is_broken_then_stays_silent(shop_copy):
    (shop_copy / "shop.yml").write_text("metrics: [")
    test = {
        "GNOMON_PROJECT": str(shop_copy),
        "_GNOMON_COMPLETE": "bash_complete",
        "COMP_WORDS": "gnomon ask r",
        "COMP_CWORD": "2",
    }
    command = [sys.executable, "-c", "from gnomon.faces.cli import main; main()"]
    result = subprocess.run(command, capture_output=True, text=True, check=True, env=test, timeout=60)
    assert (result.stdout.strip(), result.stderr) == ("", "")
