"""What takes long to load is loaded when it is asked for, once, however many ask at the same moment."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from brandportal.kit.lazily import Lazily

SLOW = "import time\ntime.sleep(0.05)\nwith open(__file__ + '.times', 'a') as times:\n    times.write('x')\nvalue = 7\n"


def test_a_package_is_loaded_once_by_the_first_who_asks(tmp_path, monkeypatch):
    (tmp_path / "slow_package.py").write_text(SLOW)
    monkeypatch.syspath_prepend(tmp_path)

    slow = Lazily("slow_package")
    assert "slow_package" not in sys.modules
    with ThreadPoolExecutor(8) as threads:
        values = list(threads.map(lambda _one: slow.value, range(8)))

    assert values == [7] * 8
    assert (tmp_path / "slow_package.py.times").read_text() == "x"


def test_a_package_that_is_not_installed_is_said_at_once():
    with pytest.raises(ModuleNotFoundError, match="no_such_package"):
        Lazily("no_such_package")
