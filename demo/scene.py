"""What all steps of one demonstration share."""

from dataclasses import dataclass, field
from functools import cached_property

from applications.models import Application, Round
from demo.house import House
from demo.profiles import Profile, profiles
from demo.ratings import Plan, plan_ratings
from demo.stages import Days, Goal


@dataclass
class Scene:
    """One round on its way to `goal`; `entries` are its applications by the key of their unit."""

    goal: Goal
    seed: int
    year: int
    days: Days
    house: House
    round: Round
    entries: dict[str, Application] = field(default_factory=dict)

    @cached_property
    def plan(self) -> Plan:
        """The marks, by the code that an application has in the round."""
        return plan_ratings([self.entries[profile.key].code for profile in profiles()], seed=self.seed)

    @cached_property
    def profile_of(self) -> dict[str, Profile]:
        """Profiles by the code of the application."""
        return {self.entries[profile.key].code: profile for profile in profiles()}

    def entry(self, code: str) -> Application:
        return self.entries[self.profile_of[code].key]

    def partly(self, goal: Goal) -> bool:
        """Whether the round stops within this stage, so that its people still have work before them."""
        return self.goal == goal
