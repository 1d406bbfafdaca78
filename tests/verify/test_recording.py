import numpy as np
import pytest

from cobot_lab.stored import StoredFormError
from cobot_lab.verify.recording import Recording

LEVELS = np.array([[0.0], [1.0]], dtype=np.float32)


def made() -> Recording:
    poses = np.arange(2 * 3 * 7, dtype=np.float32).reshape(2, 3, 7)
    return Recording(
        60.0, ("base", "tool", "part é"), poses, np.array([0.05, 0.02], dtype=np.float32), ("vert",), LEVELS
    )


def test_bytes_come_back_as_they_were():
    again = Recording.from_bytes(made().to_bytes())
    assert again.names == made().names
    assert again.rate == 60.0
    assert (again.poses == made().poses).all()
    assert again.to_bytes() == made().to_bytes()
    assert not again.poses.flags.writeable


def test_one_bit_changes_the_digest():
    other = made()
    poses = other.poses.copy()
    poses[1, 1, 1] = np.nextafter(poses[1, 1, 1], np.float32(9))
    assert Recording(60.0, other.names, poses, other.width, ("vert",), LEVELS).digest != other.digest


@pytest.mark.parametrize("data", [b"", b"x" * 100, b"\xff" * 16, made().to_bytes()[:-1]])
def test_other_bytes_are_refused(data):
    with pytest.raises(StoredFormError):
        Recording.from_bytes(data)


def test_shapes_that_do_not_fit_are_refused():
    odd = Recording(60.0, ("base",), made().poses, made().width, ("vert",), LEVELS)
    with pytest.raises(StoredFormError, match="shapes"):
        Recording.from_bytes(odd.to_bytes())
