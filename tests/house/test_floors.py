from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACTS = {
    contract["id"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
}
GROUND = ("base", "records", "stats", "define", "sim")
THINKING_FLOOR = "think"
FACE_NEIGHBOURS = {"app", "records", "report", "base", "faces"}


def read_table() -> dict[str, dict[str, bool]]:
    """Read the floors of ARCHITECTURE.md from the top: floor → room → is it planned."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    section = text.split("## Floors")[1].split("\n## ")[0]
    rows = [line.split("|")[1:3] for line in section.splitlines() if line.startswith("| ")]
    return {
        floor.strip(): {
            name: planned is not None and planned != ""
            for name, planned in re.findall(r"`(\w+)`( \*\(planned\)\*)?", rooms)
        }
        for floor, rooms in rows
        if "`" in rooms
    }


def read_contract() -> list[list[str]]:
    """Read the layers of the contract from the top, without the marks of optional rooms."""
    return [[room.strip(" ()") for room in layer.split("|")] for layer in CONTRACTS["floors"]["layers"]]


def find_rooms() -> set[str]:
    """List the rooms that exist."""
    return {path.parent.name for path in (ROOT / "src" / "gnomon").glob("*/__init__.py")}


def test_floors_of_the_page_and_of_the_contract_are_the_same():
    assert [list(rooms) for rooms in read_table().values()] == read_contract()


def test_floors_contract_names_every_room_and_keeps_rooms_of_one_floor_apart():
    contract = CONTRACTS["floors"]
    assert contract["exhaustive"] is True
    assert contract["containers"] == ["gnomon"]
    assert "ignore_imports" not in contract
    assert not any(":" in layer for layer in contract["layers"]), "':' lets neighbours meet; use '|'."


def test_rooms_of_the_page_are_planned_exactly_when_they_have_no_code():
    planned = {room for rooms in read_table().values() for room, later in rooms.items() if later}
    listed = {room for rooms in read_table().values() for room in rooms}
    assert listed - planned == find_rooms()


@pytest.mark.parametrize(
    "contract, rooms",
    [
        ("ground", [room for room in GROUND if room in find_rooms()]),
        ("thinking", [room for room in read_table()[THINKING_FLOOR] if room in find_rooms()]),
        ("faces", ["faces"]),
    ],
)
def test_special_contract_covers_every_room_that_exists(contract, rooms):
    assert sorted(CONTRACTS[contract]["source_modules"]) == sorted(f"gnomon.{room}" for room in rooms)


def test_faces_contract_forbids_every_room_but_their_neighbours():
    forbidden = {name.removeprefix("gnomon.") for name in CONTRACTS["faces"]["forbidden_modules"]}
    assert find_rooms() - FACE_NEIGHBOURS <= forbidden


def test_thinking_contract_forbids_every_room_that_sees_a_connection():
    forbidden = set(CONTRACTS["thinking"]["forbidden_modules"])
    reach = {f"gnomon.{room}" for room in ("engine", "store", "ask", "build") if room in find_rooms()}
    assert reach <= forbidden


def test_circles_contract_starts_at_the_package():
    assert CONTRACTS["circles"]["ancestors"] == ["gnomon"]
