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
    """One round on its way to `goal`; `entries` are its applications by the key of their unit.

    `codes` are the one-time codes by application, as the clients hold them; `last_letter` is the key of the last
    message that lay in the outbox before.
    """

    goal: Goal
    seed: int
    year: int
    days: Days
    house: House
    round: Round
    last_letter: int
    entries: dict[str, Application] = field(default_factory=dict)
    codes: dict[str, list[str]] = field(default_factory=dict)

    @cached_property
    def profile_of(self) -> dict[str, Profile]:
        """Profiles by the code of the application, in the order of the codes."""
        return {self.entries[one.key].code: one for one in profiles() if one.key in self.entries}

    @cached_property
    def plan(self) -> Plan:
        """The marks, by the code of the application."""
        return plan_ratings(list(self.profile_of), seed=self.seed)

    def entry(self, code: str) -> Application:
        return self.entries[self.profile_of[code].key]

    def partly(self, goal: Goal) -> bool:
        """Whether the round stops within this stage, so that its people still have work before them."""
        return self.goal == goal

    def refresh(self) -> None:
        """Read the round and its applications anew: services move rows, not the objects that others hold."""
        self.round = Round.objects.get(pk=self.round.pk)
        found = {entry.code: entry for entry in self.round.applications.select_related("unit", "round")}
        self.entries = {profile.key: found[code] for code, profile in self.profile_of.items()}
