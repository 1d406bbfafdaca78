import numpy as np
import pytest

from cobot_lab.verify.story import flange, tell


def test_part_is_taken_carried_and_left(cell, good):
    scenes = tell(good, cell)
    closing, opening = scenes[2], scenes[6]
    assert (closing.closes_on, closing.carried) == ("ebauche", None)
    assert closing.width_after == pytest.approx(0.020)
    assert [scene.carried is not None for scene in scenes] == [False] * 3 + [True] * 4 + [False] * 2
    assert opening.lets_go == "ebauche"
    place = cell.place("plateau").T_WP[:3, 3]
    assert np.abs(dict(scenes[-1].standing)["ebauche"][:3, 3] - place).max() < 1e-6


def test_closing_beside_a_part_takes_nothing(cell, author):
    scenes = tell(author.go("magasin", offset=(0.0, 0.0, 0.06)).close().plan(), cell)
    assert (scenes[-1].closes_on, scenes[-1].width_after) == ("", cell.tool.width_min)


def test_part_let_go_in_the_air_stands_nowhere(cell, author):
    author.go("magasin", up=0.08).line("magasin").close().line("magasin", up=0.08).open().rest()
    assert "ebauche" not in dict(tell(author.plan(), cell)[-1].standing)


def test_opening_less_than_the_part_is_wide_keeps_it(cell, author):
    author.go("magasin", up=0.08).line("magasin").close().open(0.015).line("magasin", up=0.08)
    scenes = tell(author.plan(), cell)
    assert scenes[3].lets_go == ""
    assert scenes[4].carried.part == "ebauche"


@pytest.mark.parametrize(("width", "let_go"), [(0.02025, ""), (0.02035, "ebauche")])
def test_opening_lets_go_only_when_wider_than_any_such_part(cell, author, width, let_go):
    author.go("magasin", up=0.08).line("magasin").close().open(width)
    assert tell(author.plan(), cell)[3].lets_go == let_go


def test_part_beside_the_middle_is_brought_there(cell, author):
    author.go("magasin", up=0.08, offset=(0.004, 0.0, 0.0)).line("magasin", offset=(0.004, 0.0, 0.0)).close()
    scenes = tell(author.line("magasin", up=0.08).plan(), cell)
    assert scenes[3].carried.T_FO[0, 3] == pytest.approx(0.0, abs=1e-9)
    assert flange(cell, scenes[3].q).shape == (4, 4)
