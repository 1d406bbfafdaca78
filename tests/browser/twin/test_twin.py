"""The twin shows what was recorded, where and when, to the mouse, the keyboard and the ear."""

from __future__ import annotations

import time

import numpy as np
import pytest
from playwright.sync_api import expect

from cobot_lab.motion.kinematics import tool_pose
from cobot_lab.ui.widgets.replay import replay

from ..guard import serious, small  # isort: skip

POSE_ATOL = 1e-5
STANDS = """count => new Promise((done) => {
  const next = () => (count-- > 0 ? requestAnimationFrame(next) : done());
  next();
})"""
"""So many pictures of the browser go by."""


def _range(page):
    return page.get_by_role("slider", name="Instant du film")


@pytest.mark.parametrize("program", ["solution", "wrong_tray_edge"])
def test_bodies_are_where_the_recording_says(opened, site, program) -> None:
    page = opened(f"film={program}")
    checked = site.checked[program]
    watched = replay(checked.plan, site.cell, checked.recording)
    record = watched.recording
    moved = 0.0
    for frame in (0, 90, 200, 333, len(record.width) - 1):
        page.evaluate("t => twin.seek(t)", frame / record.rate)
        for name in ("upper_arm_link", "wrist_3_link", "finger_left", "ebauche", "bac"):
            shown = np.array(page.evaluate("name => twin.bodyPose(name)", name))
            wanted = record.poses[frame, record.names.index(name)].astype(float)
            np.testing.assert_allclose(shown[:3], wanted[:3], atol=POSE_ATOL, err_msg=f"{name} {frame}")
            assert abs(float(shown[3:] @ wanted[3:])) > 1 - 1e-6
            if name == "ebauche":
                moved = max(moved, float(np.linalg.norm(shown[:3] - record.poses[0, record.names.index(name), :3])))
    assert moved > 0.3  # the blank was carried over to the tray


def test_the_keyboard_goes_through_time(opened, site) -> None:
    page = opened("film=solution")
    scrub = _range(page)
    scrub.focus()
    page.keyboard.press("ArrowRight")
    assert float(scrub.input_value()) == pytest.approx(0.1)
    page.keyboard.press("Shift+ArrowRight")
    assert float(scrub.input_value()) == pytest.approx(1.1)
    page.keyboard.press("PageUp")
    steps = page.evaluate("told.filter(([kind]) => kind === 'step').map(([, step]) => step)")
    assert steps[-1] == 3
    assert "Étape 3" in scrub.get_attribute("aria-valuetext")
    assert page.locator("[aria-current=step]").inner_text().startswith("Étape 3")
    page.keyboard.press("End")
    assert float(scrub.input_value()) == pytest.approx(float(scrub.get_attribute("max")), abs=0.02)
    page.keyboard.press("Home")
    assert float(scrub.input_value()) == 0.0
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.wait_for_function("Number(document.querySelector('.ct-range').value) > 0.2")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Lire")).to_be_visible()
    assert page.evaluate("stolen") == []  # a notebook around it hears nothing of this


def test_a_finding_stands_at_its_instant_and_at_its_spot(opened, site) -> None:
    page = opened("film=wrong_tray_edge")
    (finding,) = site.checked["wrong_tray_edge"].report.findings
    sign = page.locator(".ct-sign")
    expect(sign).to_have_accessible_name("Problème : Un doigt de la pince touche le plateau. Aller à cet instant")
    at = sign.bounding_box()
    track = page.locator(".ct-track").bounding_box()
    end = float(_range(page).get_attribute("max"))
    assert at["x"] + at["width"] / 2 == pytest.approx(track["x"] + finding.t / end * track["width"], abs=2)
    assert min(at["width"], at["height"]) >= 24
    spot = page.locator(".ct-label-spot")
    page.evaluate("t => twin.seek(t)", finding.t - 0.5)
    expect(spot).to_be_hidden()
    sign.click()
    assert float(_range(page).input_value()) == pytest.approx(finding.t, abs=0.01)
    expect(spot).to_be_visible()
    assert page.evaluate("told.find(([kind]) => kind === 'finding')[1].code") == "C01"
    expect(page.locator(".ct-badge")).to_have_text("Mouvement prévu, sans physique")


def test_step_buttons_text_and_speed(opened, site) -> None:
    page = opened("film=solution&lang=en")
    page.get_by_role("button", name="Next step").click()
    assert float(page.get_by_role("slider", name="Instant of the film").input_value()) == pytest.approx(3.92, abs=0.02)
    page.get_by_role("button", name="Previous step").click()
    assert float(page.get_by_role("slider", name="Instant of the film").input_value()) == 0.0
    page.get_by_label("Playback speed").select_option("4")
    page.get_by_role("button", name="Loop", exact=True).click()
    begun = time.monotonic()
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function("Number(document.querySelector('.ct-range').value) > 4")
    page.get_by_role("button", name="Pause").click()
    # Slow pictures may hold the film back, never speed it up.
    assert time.monotonic() - begun > 0.9
    page.get_by_role("button", name="Step 3").last.click()
    assert page.locator("[aria-current=step] .ct-row-trace").inner_text() == (
        "The tool is 80 mm above the point “plateau”, gripper open by 50 mm, holds nothing."
    )


def test_nothing_is_drawn_while_nothing_changes(opened) -> None:
    page = opened("film=solution&width=640")
    page.wait_for_function("twin.frames() > 0")
    for _ in range(2):  # what was asked for before is drawn in the first
        before = page.evaluate("twin.frames()")
        page.evaluate(STANDS, 20)
    assert page.evaluate("twin.frames()") == before
    page.evaluate("twin.play()")
    page.wait_for_function("before => twin.frames() >= before + 12", arg=before)
    page.evaluate("twin.pause()")
    page.evaluate(STANDS, 20)
    before = page.evaluate("twin.frames()")
    page.evaluate(STANDS, 20)
    assert page.evaluate("twin.frames()") == before


def test_forward_kinematics_is_the_planners(opened, site) -> None:
    page = opened()
    robot, tool = site.cell.robot, site.cell.tool
    random = np.random.default_rng(5)
    low, high = (np.array([getattr(joint, name) for joint in robot.joints]) for name in ("q_min", "q_max"))
    Q = random.uniform(low, high, (200, len(low)))
    shown = page.evaluate("Q => Q.map((q) => Array.from(toolPose(scene.arm, q)))", Q.tolist())
    for q, rows in zip(Q, shown, strict=True):
        wanted = site.cell.T_WB @ tool_pose(robot, q, tool.T_FT)
        np.testing.assert_allclose(np.array(rows).reshape(4, 4), wanted, atol=1e-9)


def test_inverse_steps_arrive_or_say_no(opened, site) -> None:
    page = opened()
    robot = site.cell.robot
    T = (site.cell.T_WB @ tool_pose(robot, robot.q_rest, site.cell.tool.T_FT)).copy()
    T[2, 3] -= 0.05
    q = page.evaluate("T => reach(scene.arm, scene.arm.q_rest, Float64Array.from(T))", T.ravel().tolist())
    np.testing.assert_allclose(site.cell.T_WB @ tool_pose(robot, np.array(q), site.cell.tool.T_FT), T, atol=1e-6)
    T[0, 3] += 2.0
    assert page.evaluate("T => reach(scene.arm, scene.arm.q_rest, Float64Array.from(T))", T.ravel().tolist()) is None


def test_driving_by_hand_and_teaching_a_point(opened, site) -> None:
    page = opened("film=solution")
    page.get_by_text("Piloter le bras").click()
    base = page.get_by_role("slider", name="1 (base)")
    base.focus()
    before = page.evaluate("twin.bodyPose('tool')")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    turned = page.evaluate("twin.bodyPose('tool')")
    assert np.linalg.norm(np.subtract(turned[:3], before[:3])) > 0.003
    page.get_by_role("button", name="Outil z +").click()
    raised = page.evaluate("twin.bodyPose('tool')")
    np.testing.assert_allclose(np.subtract(raised[:3], turned[:3]), [0.0, 0.0, 0.01], atol=1e-6)
    tool = np.array(page.evaluate("Array.from(toolPose(scene.arm, scene.arm.q_rest))")).reshape(4, 4)
    page.get_by_role("button", name="Position de repos", exact=True).click()
    name, place = min(
        ((place.name, place.T_WP[:3, 3]) for place in site.cell.places),
        key=lambda each: float(np.linalg.norm(tool[:3, 3] - each[1])),
    )
    x, y, z = (f"{1000 * value:.0f}".replace("-", "\u2212") for value in tool[:3, 3] - place)
    expect(page.locator(".ct-position").last).to_have_text(f"Depuis le point {name}\u00a0: x {x}, y {y}, z {z}\u00a0mm")
    teach = page.get_by_role("button", name="Apprendre le point")
    teach.click()
    expect(page.locator(".ct-said")).to_have_text("Donne d’abord un nom au point.")
    page.get_by_label("Nom du point").fill("mon_point")
    teach.click()
    expect(page.locator(".ct-said")).to_have_text("Point appris : mon_point")
    point = page.evaluate("told.find(([kind]) => kind === 'teach')[1]")
    wanted = site.cell.T_WB @ tool_pose(site.cell.robot, np.array(point["q"]), site.cell.tool.T_FT)
    np.testing.assert_allclose(np.array(point["T_WP"]).reshape(4, 4), wanted, atol=1e-9)
    assert point["name"] == "mon_point"
    page.get_by_role("button", name="Revenir au film").click()
    # The film has the physics' own tracking in it.
    np.testing.assert_allclose(page.evaluate("twin.bodyPose('tool')"), before, atol=1e-4)


def test_outcomes_are_chosen_in_a_native_list(opened) -> None:
    page = opened()
    page.evaluate(
        """async () => {
          twin.setOutcomes([{ id: "a", words: { fr: "Pièce rouge", en: "Red part" } },
                            { id: "b", words: { fr: "Pièce bleue", en: "Blue part" } }]);
          await load("wrong_tray_edge", { outcome: "b" });
          await load("solution", { outcome: "a" });
        }"""
    )
    choice = page.get_by_label("Ce que voient les capteurs")
    expect(choice).to_be_visible()
    ends = float(_range(page).get_attribute("max"))
    choice.select_option("b")
    assert float(_range(page).get_attribute("max")) > ends
    page.evaluate(
        "twin.setOutcomes([{ id: 'a', words: { fr: 'A', en: 'A' } }, { id: 'c', words: { fr: 'C', en: 'C' } }])"
    )
    choice.select_option("c")
    # That of « b » is asked for too: its film is the planned one.
    assert page.evaluate("told.filter(([kind]) => kind === 'outcome').map(([, id]) => id)") == ["b", "c"]


def test_a_lost_picture_is_said_and_comes_back(opened) -> None:
    page = opened("film=solution&width=640")
    message = page.locator(".ct-message")
    expect(message).to_be_hidden()
    page.evaluate(
        "window.lose = document.querySelector('canvas').getContext('webgl2').getExtension('WEBGL_lose_context');"
        "lose.loseContext()"
    )
    expect(message).to_contain_text("L’affichage 3D s’est arrêté")
    before = page.evaluate("twin.frames()")
    page.evaluate("lose.restoreContext()")
    expect(message).to_be_hidden()
    page.wait_for_function("before => twin.frames() > before", arg=before)


def test_targets_are_large_and_everything_has_a_name(opened) -> None:
    page = opened("film=wrong_tray_edge&width=640")
    page.get_by_text("Piloter le bras").click()
    assert small(page, ".ct") == []
    assert serious(page, ".ct") == []
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('button, select, input')]
          .filter((each) => !(each.ariaLabel || each.textContent.trim() || each.labels?.[0]?.textContent.trim()))
          .map((each) => each.outerHTML.slice(0, 80))"""
    )
    assert nameless == []


def test_everything_goes_when_it_is_let_go(opened) -> None:
    page = opened("film=solution&width=640")
    page.evaluate("twin.dispose()")
    assert page.locator("canvas, .ct").count() == 0


def test_signs_of_one_instant_stand_beside_each_other_within_the_line(opened) -> None:
    page = opened("film=solution")
    end = float(_range(page).get_attribute("max"))
    page.evaluate(
        """t => twin.setFindings(['G02', 'G03'].map((code) => ({
          code, severity: 'refusal', step: 1, span: null, t, point: null,
          says: { fr: code, en: code }, help: { fr: '', en: '' },
        })))""",
        end - 0.05,
    )
    first, second = (page.locator(f".ct-sign[data-code={code}]").bounding_box() for code in ("G02", "G03"))
    line = page.locator(".ct-timeline").bounding_box()
    assert first["x"] + first["width"] <= second["x"]
    assert second["x"] + second["width"] <= line["x"] + line["width"]


def test_driving_by_hand_shows_the_directions_of_the_cell(opened) -> None:
    page = opened("film=solution")
    axes = page.locator(".ct-label-axis")
    expect(axes.filter(visible=True)).to_have_count(0)
    page.locator(".ct-jog summary").click()
    expect(axes.filter(visible=True)).to_have_text(["x", "y", "z"])
    page.locator(".ct-back").click()
    expect(axes.filter(visible=True)).to_have_count(0)
