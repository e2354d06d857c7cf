"""What was built, in figures."""

from dataclasses import dataclass
from typing import Any

from demo.scene import Scene


@dataclass(frozen=True)
class Report:
    """The round's code, and the one object that `--json` prints."""

    code: str
    figures: dict[str, Any]


def report_on(scene: Scene) -> Report:
    return Report(scene.round.code, {"stage": scene.goal.value})
