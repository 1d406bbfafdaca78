"""Physics by stretches: exact wherever and whenever they are played, and shared only where the states agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.cell.task import Sorting, Task
from cobot_lab.codes import Code
from cobot_lab.findings import Coverage, Verdict
from cobot_lab.language.reader import read
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.planner import plan
from cobot_lab.paths import data_room
from cobot_lab.verify import forked, played
from cobot_lab.verify.chapter import Chapter, chapters
from cobot_lab.verify.checker import check
from cobot_lab.verify.companion import CompanionError
from cobot_lab.verify.criteria import CRITERIA
from cobot_lab.verify.likeness import BOUNDS, likeness
from cobot_lab.verify.mate import Mate
from cobot_lab.verify.moment import Moment
from cobot_lab.verify.outcome import Outcome
from cobot_lab.verify.physics import AFTER, play
from cobot_lab.verify.played import Theatre, scenes_of
from cobot_lab.verify.rig import Rig
from cobot_lab.verify.segment import Segment
from cobot_lab.verify.story import Scene

SORT = """rouges = 0
bleues = 0
for i in range({n}):
    prendre(decale("magasin", 45 * i, 0, 0))
    aller_a("controle")
    if couleur_piece() == "rouge":
        deposer(decale("{red}", 45 * rouges, 0, 0))
        rouges += 1
    else:
        deposer(decale("{blue}", 45 * bleues, 0, 0))
        bleues += 1
aller_a("repos")
"""
TASK = Task(
    "04",
    (),
    at_rest=True,
    duration_max=60.0,
    sorting=(Sorting("couleur", "rouge", "bac_rouge"), Sorting("couleur", "bleu", "bac_bleu")),
)


@pytest.fixture(scope="module")
def tri() -> Cell:
    """The sorting cell with three parts."""
    cell = load_cell(data_room("robots") / "ur3e" / "cells" / "tri.toml")
    gone = ("ebauche_4", "ebauche_5", "ebauche_6")
    return replace(cell, things=tuple(thing for thing in cell.things if thing.name not in gone))


def planned(cell: Cell, n: int, red: str = "bac_rouge", blue: str = "bac_bleu") -> Plan:
    program, _ = read(SORT.format(n=n, red=red, blue=blue).encode())
    assert program is not None
    result, report = plan(program, cell)
    assert result is not None, report.findings
    return result


@pytest.fixture(scope="module")
def story(tri: Cell) -> Chapter:
    """Two parts: four ways."""
    return chapters(planned(tri, 2), tri)


@pytest.fixture(scope="module")
def theatre(tri: Cell, story: Chapter) -> Theatre:
    result = Theatre(tri, story)
    result.play()
    return result


def numbers(seen: Segment) -> Iterator[bytes]:
    for name in ("t", "error", "torque", "looks", "scenes", "links", "parts", "speeds", "width"):
        yield getattr(seen, name).tobytes()
    for still in (*(each for both in seen.stills.values() for each in both), seen.last):
        yield still.flange.tobytes() + still.parts.tobytes() + still.speeds.tobytes()
        yield repr((still.t, still.looks, still.width, still.touched)).encode()
    yield seen.end.q.tobytes() + seen.end.qd.tobytes() + seen.end.parts.tobytes()
    yield repr(seen.end.order).encode()


def of(theatre: Theatre, chapter: Chapter) -> tuple[Moment, Segment]:
    (found,) = (each for each in theatre.played if each.chapter is chapter)
    return found.begin, found.happened


def test_a_stretch_does_not_depend_on_what_was_played_before(tri: Cell, story: Chapter, theatre: Theatre) -> None:
    yes, no = story.children
    last = yes.children[1]
    begin, seen = of(theatre, last)
    with Rig(tri) as rig:  # which never played anything
        fresh = play(rig, begin, last.scenes, last=True)
        play(rig, of(theatre, no)[0], no.scenes[:4], last=False)  # and stops anywhere
        again = play(rig, begin, last.scenes, last=True)
    assert [*numbers(fresh)] == [*numbers(seen)]
    assert [*numbers(again)] == [*numbers(seen)]


def test_a_way_is_the_same_from_its_start_and_resumed_at_a_fork(tri: Cell, story: Chapter, theatre: Theatre) -> None:
    with Rig(tri) as rig:
        moment = rig.start(story.before.q)
        chapter = story
        while True:
            seen = play(rig, moment, scenes_of(chapter, tri), last=not chapter.children)
            assert [*numbers(seen)] == [*numbers(of(theatre, chapter)[1])]
            if not chapter.children:
                break
            moment, chapter = seen.end, chapter.children[1]


def test_a_stretch_is_told_by_its_actions_not_by_its_instants(tri: Cell, story: Chapter, theatre: Theatre) -> None:
    chapter = story.children[0]
    begin, seen = of(theatre, chapter)
    later = tuple(replace(scene, t=scene.t + 0.1234567) for scene in chapter.scenes)
    with Rig(tri) as rig:
        assert [*numbers(play(rig, begin, later, last=False))] == [*numbers(seen)]


def test_another_process_sees_the_same(tri: Cell) -> None:
    plan_of_one = planned(tri, 1)
    root = chapters(plan_of_one, tri)
    alone, together = Theatre(tri, root), Theatre(tri, root)
    alone.play()
    with Mate(plan_of_one, tri) as mate:
        together.play(mate)
    assert len(alone.played) == len(together.played) == 3
    for one, other in zip(alone.played, together.played, strict=True):
        assert [*numbers(one.happened)] == [*numbers(other.happened)]


def test_a_process_that_ends_gives_no_verdict(tri: Cell) -> None:
    mate = Mate(planned(tri, 1), tri)
    with mate, pytest.raises(CompanionError, match="expected an answer"):
        mate.play([(99, Moment(np.zeros(8), np.zeros(8), np.zeros((3, 13)), (0.05, 0.05, None)))])


def test_the_outcome_of_a_way_has_every_stretch(tri: Cell, story: Chapter, theatre: Theatre) -> None:
    ways = list(theatre.ways(CRITERIA))
    assert [len(outcome.holds) for *_, outcome in ways] == [2, 2, 2, 2]
    for chapter, scenes, outcome in ways:
        assert [closing.part for closing in outcome.closings] == ["ebauche_1", "ebauche_2"]
        assert [landing.part for landing in outcome.landings] == ["ebauche_1", "ebauche_2"]
        assert outcome.bumps == ()
        end = scenes[-1].t + scenes[-1].action.duration
        assert outcome.t[-1] == pytest.approx(end + AFTER, abs=0.02)
        assert (np.diff(outcome.t) > 0.0).all()
        assert len(outcome.recording.width) == pytest.approx(60 * outcome.t[-1], abs=2)
        assert outcome.holds[1].slip.max() < CRITERIA.slip
        assert chapter.children == ()


@pytest.fixture(scope="module")
def three(tri: Cell) -> tuple[Chapter, Theatre]:
    root = chapters(planned(tri, 3), tri)
    result = Theatre(tri, root)
    result.play()
    return root, result


def test_ways_that_come_to_the_same_are_played_once(tri: Cell, three: tuple[Chapter, Theatre]) -> None:
    root, theatre = three
    assert len([*root.walk()]) == 15
    assert len(theatre.played) == 13  # red then blue is blue then red, the parts' names aside
    ways = {chapter.decided: outcome for chapter, _, outcome in theatre.ways(CRITERIA)}
    assert len(ways) == 8
    for order in product(("rouge", "bleu"), repeat=3):
        final = dict(ways[tuple(("couleur", colour) for colour in order)].final)
        for number, colour in enumerate(order):
            slot = order[:number].count(colour)
            at = final[f"ebauche_{number + 1}"][:2, 3]
            assert at == pytest.approx((0.1875 + 0.045 * slot, 0.12 if colour == "rouge" else 0.23), abs=1e-3)


def test_what_stands_for_a_way_agrees_with_playing_it(tri: Cell, three: tuple[Chapter, Theatre]) -> None:
    root, theatre = three
    for chapter, _, outcome in theatre.ways(CRITERIA):
        if [answer for _, answer in chapter.decided[:2]] == ["bleu", "rouge"]:
            itself = _alone(tri, root, chapter)
            assert np.abs(itself.error - outcome.error).max() < 1e-4
            for (_, T), (_, T_shared) in zip(itself.final, outcome.final, strict=True):
                assert np.abs(T - T_shared)[:3, 3].max() < 1e-4
                assert np.abs(T - T_shared).max() < 5e-4
            assert len(itself.holds) == len(outcome.holds)


def _alone(cell: Cell, root: Chapter, end: Chapter) -> Outcome:
    """Play one way only."""

    def cut(chapter: Chapter) -> Chapter | None:
        if chapter is end:
            return chapter
        kept = tuple(filter(None, map(cut, chapter.children)))
        return replace(chapter, children=kept) if kept else None

    only = cut(root)
    assert only is not None
    theatre = Theatre(cell, only)
    theatre.play()
    assert len(theatre.played) == 4
    ((_, _, outcome),) = theatre.ways(CRITERIA)
    return outcome


def moved(moment: Moment, part: int, column: int, by: float) -> Moment:
    parts = moment.parts.copy()
    parts[part, column] += by
    return replace(moment, parts=parts)


def turned(moment: Moment, part: int, angle: float) -> Moment:
    parts = moment.parts.copy()
    x, y, z, w = parts[part, 3:7]
    c, s = np.cos(angle / 2), np.sin(angle / 2)
    parts[part, 3:7] = c * x - s * y, c * y + s * x, c * z + s * w, c * w - s * z
    return replace(moment, parts=parts)


def shifted(moment: Moment, joint: int, by: float) -> Moment:
    q = moment.q.copy()
    q[joint] += by
    return replace(moment, q=q)


@pytest.mark.parametrize(
    "change",
    [
        lambda m: moved(m, 0, 1, 1.5 * BOUNDS.offset),
        lambda m: moved(m, 2, 0, -1.5 * BOUNDS.offset),
        lambda m: moved(m, 1, 0, np.nan),
        lambda m: turned(m, 1, 1.5 * BOUNDS.turn),
        lambda m: moved(m, 1, 8, 1.5 * BOUNDS.speed),
        lambda m: moved(m, 1, 12, 1.5 * BOUNDS.spin),
        lambda m: shifted(m, 3, 1.5 * BOUNDS.joint),
        lambda m: shifted(m, -1, 1.5 * BOUNDS.width),
        lambda m: replace(m, qd=m.qd + 1.5 * BOUNDS.joint_speed),
        lambda m: replace(m, order=(m.order[0], m.order[1], 20.0)),
        lambda m: replace(m, order=(m.order[0] + 1.5 * BOUNDS.width, m.order[1], m.order[2])),
    ],
)
def test_states_that_differ_are_not_one(tri: Cell, three: tuple[Chapter, Theatre], change) -> None:  # type: ignore[no-untyped-def]
    root, theatre = three
    one, other = root.children[0].children[1], root.children[1].children[0]
    begin = of(theatre, root.children[0].children[1])[1].end, of(theatre, root.children[1].children[0])[1].end
    following = one.children[0], other.children[0]
    names = likeness(tri, following[1], begin[1], following[0], begin[0])
    assert names == (1, 0, 2)
    assert likeness(tri, following[1], change(begin[1]), following[0], begin[0]) is None
    assert likeness(tri, following[1], begin[1], following[0], change(begin[0])) is None


def test_parts_that_differ_in_kind_do_not_stand_for_each_other(tri: Cell, three: tuple[Chapter, Theatre]) -> None:
    root, theatre = three
    one, other = root.children[0].children[1], root.children[1].children[0]
    ends = of(theatre, one)[1].end, of(theatre, other)[1].end
    for change in ({"mass": 0.05}, {"friction": 0.4}):
        things = tuple(replace(each, **change) if each.name == "ebauche_2" else each for each in tri.things)
        cell = replace(tri, things=things)
        assert likeness(cell, other.children[0], ends[1], one.children[0], ends[0]) is None
    assert likeness(tri, other.children[1], ends[1], one.children[0], ends[0]) is None  # goes on otherwise


def test_a_planted_difference_is_played_by_itself(
    tri: Cell, three: tuple[Chapter, Theatre], monkeypatch: pytest.MonkeyPatch
) -> None:
    root, before = three
    planted = root.children[1].children[0]

    def disturbed(rig: Rig, moment: Moment, scenes: tuple[Scene, ...], **options: Any) -> Segment:
        known = [each.happened for each in before.played if each.chapter.scenes is scenes]
        seen = known[0] if known else play(rig, moment, scenes, **options)
        end = moved(seen.end, 0, 0, 1.5 * BOUNDS.offset) if scenes is planted.scenes else seen.end
        return replace(seen, end=end)

    monkeypatch.setattr(played, "play", disturbed)
    theatre = Theatre(tri, root)
    theatre.play()
    assert len(before.played) == 13
    assert len(theatre.played) == 15


def test_the_report_is_the_same_with_one_process_and_with_two(tri: Cell, monkeypatch: pytest.MonkeyPatch) -> None:
    plan_of_one = planned(tri, 1, red="bac_bleu", blue="bac_rouge")
    found = []
    for alone in (1e9, 0.0):
        monkeypatch.setattr(forked, "ALONE", alone)
        found.append(check(plan_of_one, tri, TASK))
    (recording, report), (recording_two, report_two) = found
    assert recording is not None
    assert recording_two is not None
    assert recording.to_bytes() == recording_two.to_bytes()
    assert report.to_dict() == report_two.to_dict()
    assert report.verdict is Verdict.FAILED
    wrong = {(found.code, found.outcomes) for found in report.findings}
    assert wrong == {(Code.PART_NOT_SORTED, ()), (Code.PART_NEVER_SEEN, ())}
    assert report.coverage == Coverage(ways=2, stretches=3, played=3)


def test_the_report_says_how_much_was_played(tri: Cell) -> None:
    _, report = check(planned(tri, 1), tri, None)
    assert report.coverage == Coverage(ways=2, stretches=3, played=3)
    assert report.from_dict(report.to_dict()) == report
