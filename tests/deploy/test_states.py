"""The table of states, every pair of it."""

from __future__ import annotations

from itertools import product

import pytest

from cobot_lab.deploy.states import TRANSITIONS, JobStateError, State, following


@pytest.mark.parametrize(("state", "wanted"), list(product(State, State)))
def test_only_what_the_table_allows_follows(state, wanted):
    if wanted in TRANSITIONS[state]:
        assert following(state, wanted) is wanted
    else:
        with pytest.raises(JobStateError, match=f"cannot become {wanted.value}"):
            following(state, wanted)


def test_running_is_reached_by_one_road_only_and_never_twice():
    def roads(state):
        before = [earlier for earlier in State if state in TRANSITIONS[earlier]]
        return [[*road, state] for earlier in before for road in roads(earlier)] or [[state]]

    assert roads(State.RUNNING) == [[State.OPENED, State.PREFLIGHT, State.ENABLED, State.SENT, State.RUNNING]]


def test_the_final_states_are_the_three_ends():
    assert {state for state in State if state.final} == {State.DONE, State.INTERRUPTED, State.REFUSED}


def test_once_sent_a_job_is_never_refused():
    assert State.REFUSED not in TRANSITIONS[State.SENT] | TRANSITIONS[State.RUNNING]
