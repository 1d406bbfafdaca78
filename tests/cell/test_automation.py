"""What moves by itself: read from cell files, refused when it does not fit, and followed signal by signal."""

from __future__ import annotations

import pytest

from cobot_lab.cell.cell_file import cell_from_files
from cobot_lab.cell.doings import Doings
from cobot_lab.cell.load import load_cell
from cobot_lab.cell.problems import DescriptionError
from cobot_lab.paths import data_room

CELLS = data_room("robots") / "ur3e" / "cells"


@pytest.fixture(scope="module")
def conveyor():
    return load_cell(CELLS / "convoyeur.toml")


@pytest.fixture(scope="module")
def mill():
    return load_cell(CELLS / "fraiseuse.toml")


def changed(cell, old, new):
    files = dict(cell.files)
    text = files["cell.toml"].decode()
    assert old in text
    return {**files, "cell.toml": text.replace(old, new, 1).encode()}


def refused(cell, old, new):
    with pytest.raises(DescriptionError) as refusal:
        cell_from_files(changed(cell, old, new))
    return [(problem.key, problem.given) for problem in refusal.value.problems]


def test_arrivals_and_machines_are_read(conveyor, mill):
    (arrival,), (machine,) = conveyor.arrivals, mill.machines
    assert (arrival.station, arrival.sensor, arrival.conveyor, arrival.lane) == (
        "convoyeur", "barriere", "convoyeur", "couloir",
    )  # fmt: skip
    assert (arrival.first, arrival.last, arrival.may_be_late) == (2.0, 6.0, True)
    assert conveyor.arriving == {"ebauche_1", "ebauche_2"}
    assert (machine.place, machine.start, machine.done, machine.cycle) == ("etau", "depart_cycle", "entree_1", 8.0)
    zone = next(zone for zone in mill.zones if zone.name == machine.zone)
    assert (zone.closed_while, zone.closed_from, zone.open_after) == ("", "depart_cycle", "entree_1")


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('station = "convoyeur"', 'station = "ailleurs"', "arrivals[0].station"),
        ('sensor = "barriere"', 'sensor = "autre"', "arrivals[0].sensor"),
        ('conveyor = "convoyeur"\n', 'conveyor = "voyant_vert"\n', "arrivals[0].conveyor"),
        ('lane = "couloir"', 'lane = "public"', "arrivals[0].lane"),
        ('lane = "couloir"\n', "", "arrivals[0].lane"),
        ('parts = ["ebauche_1", "ebauche_2"]', 'parts = ["ebauche_1", "ebauche_1"]', "arrivals[0].parts[1]"),
        ('parts = ["ebauche_1", "ebauche_2"]', 'parts = ["bac"]', "arrivals[0].parts[0]"),
        ("within_s = [2.0, 6.0]", "within_s = [6.0, 2.0]", "arrivals[0].within_s"),
        ("may_see = [true, false]", "may_see = [true]", "arrivals[0].sensor"),
        ('closed_while = "convoyeur"', 'closed_while = "inconnu"', "zones[1].closed_while"),
        ('open_after = "barriere"\n', "", "zones[1].open_after"),
        ('closed_from = "convoyeur"\n', "", "zones[1].closed_from"),
    ],
)
def test_an_arrival_that_does_not_fit_is_refused(conveyor, old, new, key):
    assert key in [where for where, _ in refused(conveyor, old, new)]


def test_a_part_that_arrives_is_described_where_it_arrives(conveyor):
    found = refused(
        conveyor, "position_mm = [300.0, -150.0, 34.0]\nshapes", "position_mm = [300.0, -180.0, 34.0]\nshapes"
    )
    assert ("arrivals[0].parts[0]", "'ebauche_1'") in found


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('place = "etau"', 'place = "ailleurs"', "machines[0].place"),
        ('start = "depart_cycle"', 'start = "voyant_vert"', "machines[0].start"),
        ('done = "entree_1"', 'done = "autre"', "machines[0].done"),
        ('zone = "fraiseuse_dedans"', 'zone = "public"', "machines[0].zone"),
        ("cycle_s = 8.0", "cycle_s = 0.0", "machines[0].cycle_s"),
        ('open_after = "entree_1"', 'open_after = "autre"', "zones[1].open_after"),
    ],
)
def test_a_machine_that_does_not_fit_is_refused(mill, old, new, key):
    assert key in [where for where, _ in refused(mill, old, new)]


def lane_open(cell, doings):
    return doings.open(next(zone for zone in cell.zones if zone.name in ("couloir", "fraiseuse_dedans")))


def test_a_zone_that_no_signal_closes_is_never_open(conveyor):
    assert not Doings.at_start(conveyor).open(conveyor.zones[0])


def test_the_lane_is_closed_while_the_belt_runs_and_until_a_part_was_seen(conveyor):
    start = Doings.at_start(conveyor)
    running = start.switched(conveyor, "convoyeur", 0.5)
    stopped = running.switched(conveyor, "convoyeur", 0.0)
    seen = stopped.ask(0, "barriere", free=True).told(conveyor, {0: (True,)})
    unseen = stopped.ask(0, "barriere", free=True).told(conveyor, {0: (False,)})
    unknown = stopped.ask(0, "barriere", free=True).told(conveyor, {0: (True, False)})
    assert [lane_open(conveyor, each) for each in (start, running, stopped, seen, unseen, unknown)] == [
        True, False, False, True, False, False,
    ]  # fmt: skip
    assert not lane_open(conveyor, seen.switched(conveyor, "convoyeur", 0.5))


def test_parts_come_in_order_and_only_once_the_belt_ran(conveyor):
    doings = Doings.at_start(conveyor)
    assert doings.may_say(conveyor, "barriere") == (False,)
    for number, part in enumerate(("ebauche_1", "ebauche_2")):
        doings = doings.switched(conveyor, "convoyeur", 0.5)
        assert doings.may_say(conveyor, "barriere") == (True, False)
        doings = doings.ask(number, "barriere", free=True).told(conveyor, {number: (True,)})
        assert doings.came[-1] == part
        assert doings.may_say(conveyor, "barriere") == (False,)
    assert doings.switched(conveyor, "convoyeur", 0.5).may_say(conveyor, "barriere") == (False,)


def test_a_part_that_stands_there_is_not_taken_for_the_next(conveyor):
    doings = Doings.at_start(conveyor).switched(conveyor, "convoyeur", 0.5)
    doings = doings.ask(0, "barriere", free=True).told(conveyor, {0: (True,)}).switched(conveyor, "convoyeur", 0.9)
    doings = doings.ask(1, "barriere", free=False).told(conveyor, {1: (True,)})
    assert doings.came == ("ebauche_1",)
    assert lane_open(conveyor, doings.switched(conveyor, "convoyeur", 0.0))


def test_an_answer_from_before_the_start_opens_nothing(mill):
    doings = Doings.at_start(mill).ask(0, "entree_1", free=True).switched(mill, "depart_cycle", 1.0)
    assert not lane_open(mill, doings.told(mill, {0: (True,)}))


def test_a_machine_is_done_from_its_answer_to_its_next_start(mill):
    doings = Doings.at_start(mill)
    assert doings.may_say(mill, "entree_1") == (False,)
    doings = doings.switched(mill, "depart_cycle", 1.0).switched(mill, "depart_cycle", 0.0)
    assert doings.may_say(mill, "entree_1") == (True, False)
    assert not lane_open(mill, doings)
    doings = doings.ask(0, "entree_1", free=True).told(mill, {0: (True,)})
    assert doings.may_say(mill, "entree_1") == (True,)
    assert lane_open(mill, doings)
    assert doings.switched(mill, "depart_cycle", 1.0).may_say(mill, "entree_1") == (True, False)


def test_a_machine_starts_when_its_signal_comes_on_not_while_it_stays_on(mill):
    started = Doings.at_start(mill).switched(mill, "depart_cycle", 1.0)
    done = started.ask(0, "entree_1", free=True).told(mill, {0: (True,)})
    still = done.switched(mill, "depart_cycle", 1.0)
    assert (still.working, still.done) == (frozenset(), {"fraiseuse"})
    again = done.switched(mill, "depart_cycle", 0.0).switched(mill, "depart_cycle", 1.0)
    assert (again.working, again.done) == ({"fraiseuse"}, frozenset())


@pytest.mark.parametrize(("limit", "late"), [(5.99, False), (6.0, True), (10.0, True), (float("nan"), False)])
def test_late_is_who_did_not_come_within_what_is_declared(conveyor, limit, late):
    doings = Doings.at_start(conveyor).switched(conveyor, "convoyeur", 0.5)
    assert bool(doings.in_vain(conveyor, "barriere", limit).late) is late
    assert not doings.switched(conveyor, "convoyeur", 0.0).in_vain(conveyor, "barriere", limit).late


def test_time_adds_up_while_the_belt_runs_and_nothing_is_at_its_end(conveyor):
    running = Doings.at_start(conveyor).switched(conveyor, "convoyeur", 0.5)
    half = running.passed(conveyor, 3.0, lambda _: True)
    stood = half.switched(conveyor, "convoyeur", 0.0).passed(conveyor, 60.0, lambda _: True)
    taken = half.passed(conveyor, 60.0, lambda _: False)
    for doings in (half, stood.switched(conveyor, "convoyeur", 0.5), taken):
        assert not doings.in_vain(conveyor, "barriere", 2.9).late
        assert doings.in_vain(conveyor, "barriere", 3.0).late == {"ebauches"}
    asked = half.passed(conveyor, 3.0, lambda _: True).ask(0, "barriere", free=True)
    assert asked.told(conveyor, {0: (False,)}).out == {"ebauches"}
    assert not asked.told(conveyor, {0: (True, False)}).late
    came = asked.told(conveyor, {0: (True,)})
    assert not came.in_vain(conveyor, "barriere", 5.9).late


def test_what_cannot_be_late_is_in_time_for_certain(conveyor):
    prompt = cell_from_files(changed(conveyor, "may_be_late = true", "may_be_late = false"))
    doings = Doings.at_start(prompt).switched(prompt, "convoyeur", 0.5)
    assert doings.in_time(prompt, "barriere", 6.0)
    assert not doings.in_time(prompt, "barriere", 5.9)
    assert not doings.switched(prompt, "convoyeur", 0.0).in_time(prompt, "barriere", 6.0)
    assert not Doings.at_start(conveyor).switched(conveyor, "convoyeur", 0.5).in_time(conveyor, "barriere", 60.0)
