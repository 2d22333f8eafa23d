from __future__ import annotations

from datetime import date

from gnomon.sim.feasts import list_feasts


def test_feasts_move_with_their_calendar():
    found = {(f.country, f.name): f.day for f in list_feasts(date(2026, 1, 1), date(2027, 1, 1))}
    assert found["DE", "Good Friday"] == date(2026, 4, 3)
    assert found["CN", "Chinese New Year's Eve"] == date(2026, 2, 16)
    assert found["SA", "Eid al-Fitr Holiday"].month == 3


def test_feasts_of_china_hold_make_up_working_days():
    found = [f.day for f in list_feasts(date(2026, 1, 1), date(2026, 6, 1)) if f.kind == "workday"]
    assert found == [date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9)]
    assert all(day.isoweekday() in (6, 7) for day in found)


def test_feasts_lie_inside_of_the_range_and_in_order():
    found = list_feasts(date(2026, 5, 1), date(2026, 5, 10))
    assert all(date(2026, 5, 1) <= f.day < date(2026, 5, 10) for f in found)
    assert list(found) == sorted(found, key=lambda f: (f.country, f.day, f.kind, f.name))
