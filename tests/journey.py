"""A round of any scheme from its start to an adopted result, by people who have an account and voters with codes."""

from applications.selectors.strata import strata_of
from evaluation.models import BoxCount, Tally
from evaluation.selectors.ballots import holders_of
from evaluation.selectors.rules import read_document, rules_of, scheme_keys
from evaluation.services.boxes import sign_box
from evaluation.services.casting import cast_ballot, new_receipt
from evaluation.services.codes import issue_codes
from evaluation.services.entries import correct_stratum, record_titles
from evaluation.services.papers import Picked, ballot_paper
from evaluation.services.raters import assign_raters
from evaluation.services.results import adopt_result
from evaluation.services.rounds import open_round, replace_rules, start_round
from evaluation.services.sheets import save_sheets, sign_sheets
from evaluation.services.stages import close_filing, close_stage, open_stage
from evaluation.services.tallies import request_tally, run_tally
from tests.ballots import CALENDAR, FILING, RATING, Road, enter_brands
from tests.declarations import declare_free

OFFERED = [key for key in scheme_keys() if key != "ten-best"]
VOTERS = 5
# Which brand a voter takes who has one choice, and how many, from the first on, one who has more.
TAKEN, LONG = (0, 0, 1, 2, 3), (4, 3, 2, 2, 1)


class Journey:
    """A round of one scheme with four brands, rated by whoever has an account."""

    def __init__(self, cast, key: str) -> None:
        self.cast = cast
        self.slips: dict[tuple[str, str], list[str]] = {}
        draft = start_round(
            key, code="2026-run", title_zh="试行评选", title_en="A run", year=2026, document_number="〔2026〕7号",
            naming_body="市委办公室", organizer_name="市创建办", complaint_contact="8812 3456", call_text="评选通知。",
            by=cast.omar, **CALENDAR,
        )  # fmt: skip
        self.road = Road(cast, open_round(self.with_few_forms(draft), by=cast.omar, at=FILING))
        enter_brands(self.road, 4)
        self.place_entries()
        close_filing(self.road.round, by=cast.omar, at=RATING)

    def with_few_forms(self, draft):
        document = read_document(draft.rules)
        for row in document["channel"]:
            if "motion" in row:
                row["motion"]["members"] = "2"
            for counted in (row, *row.get("groups", [])):
                counted["min_valid"] = str(VOTERS if row["raters"] in {"client", "public"} else 1)
        return replace_rules(draft, document, by=self.cast.omar)

    def place_entries(self):
        """Divisions in turn, and the first brand holds every title that levels require."""
        strata = [one.key for one in strata_of(self.road.round)]
        for place, brand in enumerate(self.road.applications):
            if strata:
                key = strata[place % len(strata)]
                correct_stratum(brand, key, reason="按评选办法归入该组别", by=self.cast.omar)
            if place == 0 and rules_of(self.road.round).flags:
                flags = rules_of(self.road.round).flags
                record_titles(brand, flags, evidence="省评审委〔2025〕1号文件", by=self.cast.omar)

    def raters_of(self, channel):
        named = {
            "supervisor": [self.cast.sun],
            "panel": [self.cast.pan, self.cast.chen],
            "organizer": [self.cast.omar],
        }
        return named.get(channel.raters, [self.cast.sec, self.cast.audrey])

    def run_all(self) -> Tally:
        """Every stage in turn; the adopted result of the last."""
        for stage in self.road.round.stages.select_related("round").order_by("position"):
            adopted = self.run(stage)
        return adopted

    def run(self, stage):
        for channel in stage.channels.all():
            if channel.has_sheets:
                raters = self.raters_of(channel)
                assign_raters(channel, raters, groups=groups_of(channel, raters), by=self.cast.omar)
            else:
                self.issue(channel)
        open_stage(stage, by=self.cast.omar, at=RATING)
        declare_free(self.road.round, at=RATING)
        for channel in stage.channels.all():
            (self.fill if channel.has_sheets else self.vote)(channel)
        close_stage(stage, by=self.cast.omar)
        for box in BoxCount.objects.filter(channel__stage=stage):
            sign_box(box, by=self.cast.audrey)
        return self.tally(stage)

    def issue(self, channel):
        for application in holders_of(channel):
            issued = [
                slip
                for group in [one.key for one in channel.rater_groups] or [""]
                for slip in issue_codes(channel, application, VOTERS, group=group, by=self.cast.omar)
            ]
            self.slips[channel.key, str(application)] = [one.code for one in issued]

    def fill(self, channel):
        lines = list(channel.criteria.all())
        brands = self.road.applications
        raters = channel.raters_assigned.select_related("user", "channel__round", "channel__stage")
        for voter, rater in enumerate(raters):
            answers = {
                brand: {line.key: answer(line, place, voter) for line in lines}
                for place, brand in enumerate(brands)
            }
            save_sheets(rater, answers, source="考核办〔2026〕3号", by=rater.user)
            sign_sheets(rater, by=rater.user)

    def vote(self, channel):
        for place, brand in enumerate(holders_of(channel)):
            paper = ballot_paper(channel, brand)
            for voter, code in enumerate(self.slips[channel.key, str(brand)]):
                said = self.picks(paper, voter) if channel.is_wide else self.levels(paper, place)
                cast_ballot(paper, code, said, new_receipt(self.road.round.code))

    def levels(self, paper, place):
        return {one.key: said_to(one, place) for one in paper.questions}

    def picks(self, paper, voter):
        """The first brand is taken by most voters, each next one by fewer."""
        codes = [one.code for one in paper.candidates]
        if paper.most == 1:
            return Picked([codes[TAKEN[voter]]])
        least = len(paper.strata) if paper.one_of_each else 1
        return Picked(codes[: min(paper.most, max(least, LONG[voter]))])

    def tally(self, stage) -> Tally:
        asked = request_tally(self.road.round, stage.key, by=self.cast.omar)
        run_tally(asked)
        return adopt_result(Tally.objects.select_related("round").get(pk=asked.pk), by=self.cast.omar)


def said_to(question, place: int) -> str:
    """A level or points, ever fewer from brand to brand."""
    if question.is_points:
        return str(question.highest - 2 * place)
    return question.choices[min(place, len(question.choices) - 1)].key


def groups_of(channel, raters):
    """A group each, in turn; of the other groups nobody is asked."""
    keys = [group.key for group in channel.rater_groups]
    return {one.pk: keys[place % len(keys)] for place, one in enumerate(raters)} if keys else None


def answer(line, place: int, voter: int) -> str:
    """Ever less good from brand to brand, so that the first is clearly the best."""
    if line.kind == "pick":
        return "1" if place < 3 - 2 * voter else ""
    if line.kind == "place":
        return str(place + 1)
    if line.kind == "vote":
        return "yes" if place < 2 else "no"
    if line.rejects:
        return line.choices[0]["key"] if place < 3 else line.rejects
    if line.choices:
        return line.choices[min(place, len(line.choices) - 1)]["key"]
    if line.kind == "count":
        return str(place)
    if line.kind == "figure":
        return str(90 - 20 * place)
    step = line.step_size or 1
    return str(line.highest - step * place)
