import numpy as np

from cobot_lab.motion.trajectory import Trajectory
from cobot_lab.verify import pieces


def wild() -> Trajectory:
    rng = np.random.default_rng(5)
    t = np.concatenate(([0.0], np.cumsum(rng.uniform(0.1, 1.0, 6))))
    return Trajectory(t, rng.normal(size=(7, 3)), rng.normal(size=(7, 3)))


def test_peaks_are_those_of_dense_samples():
    curve = wild()
    low, high = pieces.position_peaks(curve)
    for i, (start, end) in enumerate(zip(curve.t[:-1], curve.t[1:], strict=True)):
        q, qd, qdd, qddd = curve.sample(np.linspace(start, end - 1e-9, 20001))
        assert np.abs(low.value[i] - q.min(axis=0)).max() < 1e-6
        assert np.abs(high.value[i] - q.max(axis=0)).max() < 1e-6
        assert np.abs(np.abs(pieces.speed_peak(curve).value[i]) - np.abs(qd).max(axis=0)).max() < 1e-5
        assert np.abs(np.abs(pieces.acceleration_peak(curve).value[i]) - np.abs(qdd).max(axis=0)).max() < 1e-4
        assert np.abs(pieces.jerk(curve).value[i] - qddd[0]).max() < 1e-9


def test_peaks_know_their_instant():
    curve = wild()
    peak = pieces.speed_peak(curve)
    for j in range(3):
        assert np.allclose(np.diag(curve.sample(peak.t[:, j])[1][:, [j] * 6]), peak.value[:, j], atol=1e-9)
