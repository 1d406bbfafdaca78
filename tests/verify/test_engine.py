import ctypes
import os
import subprocess
import sys

from cobot_lab.verify.engine import hushed


def test_c_output_is_thrown_away_and_comes_back(capfd):
    libc = ctypes.CDLL(None)
    os.write(1, b"before ")
    with hushed():
        libc.printf(b"chatter")
        os.write(2, b"chatter")
    os.write(1, b"after")
    assert capfd.readouterr() == ("before after", "")


def test_importing_the_room_loads_nothing_heavy():
    code = """
import sys
import cobot_lab.verify.checker
print([name for name in ("pybullet", "scipy", "roboticstoolbox") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_engine_is_silent_from_start_to_end(tmp_path):
    code = """
from cobot_lab.cell.load import cells, load_cell
from cobot_lab.verify.world import World
with World(load_cell(cells("ur3e")[0])) as world:
    world.arm()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
