"""What the matrix asks about: a round at each place of the road, with something of everybody's in it."""

import io
from dataclasses import dataclass
from datetime import date, datetime, time

from django.core.files.uploadedfile import SimpleUploadedFile
from pikepdf import Pdf
from PIL import Image

from applications.models import Application, Round
from applications.services import add_attachment
from applications.services.rounds import add_round_form
from brandportal.accounts.enums import RosterKind
from brandportal.accounts.models import User
from brandportal.accounts.rosters.services import keep_roster
from brandportal.kit import clock
from brandportal.kit.clock import ZONE
from brandportal.kit.files import store_attachment
from brandportal.kit.models import StoredFile
from brandportal.outbox.services import post_message, release_message
from evaluation.enums import ChangeKind
from evaluation.models import SiteVisit, VisitPhoto
from evaluation.services.amendments import propose_amendment
from evaluation.services.code_changes import Wanted, ask_code_change
from evaluation.services.conflicts import detect_conflicts
from evaluation.services.raters import assign_raters
from evaluation.services.recusals import recuse_rater
from evaluation.services.results import adopt_result
from evaluation.services.sheets import save_sheets, sign_sheets
from evaluation.services.stages import close_stage, open_stage
from evaluation.services.tallies import request_tally, run_tally
from evaluation.services.visit_plans import plan_visit
from evaluation.services.visit_signing import add_photo, sign_visit
from evaluation.services.visits import record_visit
from naming.enums import Effect
from naming.services import (
    Line,
    close_notice,
    designate,
    draw_up_proposal,
    file_objection,
    prepare_notice,
    publish_notice,
    settle_objection,
)
from tests import filing
from tests.ballots import Road, open_rating, tally_rating
from tests.cast import Cast, assemble, client_of
from tests.committee import YES, resolve
from tests.declarations import declare_free
from tests.divided import divided_round
from tests.remembered import remembered
from tests.whole import open_forms

# In the order of the letters in a row of the table.
ROLES = (
    "nobody",
    "drafter",
    "approver",
    "supervisor",
    "panel",
    "chair",
    "secretary",
    "organizer",
    "auditor",
    "administrator",
)
REVIEW = {
    "review_opens": date(2026, 8, 3),
    "review_closes": date(2026, 8, 21),
    "decision_on": date(2026, 9, 16),
}
RATING = {"rating_opens": date(2026, 7, 10), "rating_closes": date(2026, 7, 31)}


@dataclass
class World:
    """People by role, and the words that rows may use for what has no fixed name."""

    people: dict[str, User | None]
    words: dict[str, str]
    cast: Cast

    def say(self, word: str, role: str) -> str:
        """The value of a word in an address: `@place` and `@elsewhere` depend on who asks."""
        name = word.lstrip("=")
        if name in {"@place", "@elsewhere"}:
            panel = role in {"panel", "chair"}
            return "panel" if panel == (name == "@place") else "supervisors"
        return self.words[name] if name.startswith("@") else name


def build() -> World:
    cast = assemble()
    return remembered("world", cast, lambda: _built(cast))


def _built(cast: Cast) -> World:
    people = (
        None,
        cast.alice,
        cast.bob,
        cast.sun,
        cast.pan,
        cast.chen,
        cast.sec,
        cast.omar,
        cast.audrey,
        cast.ada,
    )
    _divided(cast)
    _forms(cast)
    words = _preparing(cast) | _filing(cast) | _rating(cast) | _named(cast)
    return World(
        dict(zip(ROLES, people, strict=True)),
        words | _letters(cast) | _elsewhere(cast) | _rosters(cast),
        cast,
    )


def _forms(cast: Cast) -> None:
    """Rounds `2026-picks` and `2026-ranking`: one form over all brands, with sun to pick and with pan to rank."""
    open_forms(cast, cast.sun)
    open_forms(cast, cast.pan, form="ranking")


def _rosters(cast: Cast) -> dict[str, str]:
    """A list of units that ada has handed in and not taken over yet."""
    upload = SimpleUploadedFile("units.csv", "代码,名称,类别\nsports,市体育局,政府部门\n".encode())
    return {"@roster": keep_roster(upload, RosterKind.UNITS, by=cast.ada).code}


def _letters(cast: Cast) -> dict[str, str]:
    """A message that waits, and one each that alice and mallory have received."""
    waiting, mine, theirs = (
        post_message(to, "Letter", "Text", kind="letter") for to in (cast.alice, cast.alice, cast.mallory)
    )
    for sent in (mine, theirs):
        release_message(sent, by=cast.omar)
    return {"@message": waiting.code, "@letter": mine.code, "@their-letter": theirs.code}


def _elsewhere(cast: Cast) -> dict[str, str]:
    """Another place each where alice and mallory are signed in."""
    for person in (cast.alice, cast.mallory):
        client_of(person)
    return {"@session": cast.alice.sessions.get().code, "@their-session": cast.mallory.sessions.get().code}


def _preparing(cast: Cast) -> dict[str, str]:
    """Round `draft`: in preparation."""
    draft = filing.draft_round(cast, "draft")
    add_round_form(draft, title="Form", file=_paper("round-form"), by=cast.omar)
    return {"@form": str(draft.forms.get().file_id)}


def _filing(cast: Cast) -> dict[str, str]:
    """Round `filing`: A001 of the archives is returned for correction, A002 of tourism is filed."""
    round = filing.open_round(cast, "filing")
    mine = filing.returned(cast, round)
    add_attachment(mine, title="Paper", file=_paper("application"), by=cast.alice)
    theirs = filing.filled(round, cast.tourism, cast.mallory, brand_name="游客知友")
    add_attachment(theirs, title="Paper", file=_paper("application"), by=cast.mallory)
    filing.services.send_application(theirs, by=cast.mallory)
    filing.services.submit_application(theirs, by=cast.trent)
    assert (mine.code, theirs.code) == ("A001", "A002")
    return {"@paper": _key(mine), "@their-paper": _key(theirs)}


def _divided(cast: Cast) -> None:
    """Round `divided`: its rules have divisions and a level that requires a title; A001 and A002 are filed."""
    round = divided_round(cast, "divided")
    for unit, drafter, approver in (
        (cast.archives, cast.alice, cast.bob),
        (cast.tourism, cast.mallory, cast.trent),
    ):
        draft = filing.filled(round, unit, drafter, stratum="windows")
        filing.services.submit_application(filing.services.send_application(draft, by=drafter), by=approver)


def _rating(cast: Cast) -> dict[str, str]:
    """Round `rating`: sheets with sun (S01) and rui (S02), a code for each brand and one more asked for, an amendment
    proposed; sun has stepped back from A004 and bears the name of A002's contact person.
    """
    road = open_rating(cast, codes=1, code="rating")
    place = road.round.channels.get(key="supervisors").raters_assigned.get(user=cast.sun)
    recuse_rater(place, road.application("A004"), reason="曾在该单位任职", by=cast.omar)
    wanted = Wanted(ChangeKind.ISSUE, road.application("A001"), quantity=1)
    Application.objects.filter(round=road.round, code="A002").update(contact_name=cast.sun.name)
    detect_conflicts(road.round, [cast.sun], at=clock.now())
    ask_code_change(road.clients, wanted, reason="服务对象人数多于预计", by=cast.omar)
    _amendment(road.round, cast)
    return {}


def _amendment(round: Round, cast: Cast) -> None:
    """Amendment 1 of `rating`: proposed by omar, waiting for another person."""
    propose_amendment(round, {"process.notice.days": "7"}, reason="公示期依照上级文件延长", by=cast.omar)


def _named(cast: Cast) -> dict[str, str]:
    """Round `named`: the whole road; panel pan (P01) and chen (P02), an objection, three named brands."""
    road = open_rating(cast, code="named")
    adopt_result(tally_rating(road), by=cast.omar)
    # The calendar goes back, so that the days of the notice are over.
    Round.objects.filter(code="named").update(**RATING, **REVIEW)
    road.round.refresh_from_db()
    _review(road)
    objection = _notice(road)
    mine, theirs = road.round.designations.order_by("application__code").select_related("brand")
    photo = VisitPhoto.objects.get(visit__application__code="A001", visit__round=road.round)
    return {
        "@objection": objection,
        "@photo": str(photo.file_id),
        "@brand": mine.brand.code,
        "@number": mine.number,
        "@their-number": theirs.number,
    }


def _review(road: Road) -> None:
    cast, at = road.cast, datetime(2026, 8, 10, 9, tzinfo=ZONE)
    panel = road.round.channels.select_related("stage__round").get(key="panel")
    assign_raters(panel, [cast.pan, cast.chen], by=cast.omar)
    open_stage(panel.stage, by=cast.omar, at=at)
    declare_free(road.round, at=at)
    for stop, visit in enumerate(road.round.visits.select_related("round", "application__unit"), start=1):
        _visit(visit, cast, stop, at)
    for rater in panel.raters_assigned.select_related("user", "channel__round"):
        sheets = rater.sheets.select_related("application").order_by("application__code")
        marks = {one.application: {"papers": str(50 - n), "visit": "30"} for n, one in enumerate(sheets)}
        save_sheets(rater, marks, by=rater.user, at=at)
        sign_sheets(rater, by=rater.user, at=at)
    close_stage(road.round.stages.select_related("round").get(key="review"), by=cast.omar, at=at)
    tally = request_tally(road.round, "review", by=cast.omar)
    run_tally(tally)
    tally.refresh_from_db()
    adopt_result(tally, by=cast.omar)


def _visit(visit: SiteVisit, cast: Cast, stop: int, at: datetime) -> None:
    """Planned, photographed, recorded and signed by both members."""
    team, day, hour = [cast.pan, cast.chen], at.date(), time(8 + stop)
    plan_visit(visit, day=day, hour=hour, stop=stop, team=team, by=cast.omar, at=at)
    picture = io.BytesIO()
    Image.new("RGB", (80, 80)).save(picture, "JPEG")
    upload = SimpleUploadedFile("photo.jpg", picture.getvalue())
    add_photo(visit, title="大厅", upload=upload, by=cast.chen, at=at)
    facts = {"visited_on": day, "place": "市民大厅", "findings": "现场查看服务流程。", "members": team}
    recorded = record_visit(visit, checks={"visit": ("yes", "")}, by=cast.chen, at=at, **facts)
    for member in team:
        sign_visit(recorded, by=member, revision=recorded.revision, at=at)


def _notice(road: Road) -> str:
    """From the list to the naming; returns the receipt of an objection to the first brand."""
    cast, round = road.cast, Round.objects.get(code="named")
    proposal = draw_up_proposal(round, round.tallies.get(through="review"), by=cast.omar)
    items = proposal.items.select_related("application")
    resolve(
        proposal,
        [Line(one.application.code, one.position, YES if one.included else None) for one in items],
        cast,
    )
    notice = prepare_notice(round, number="公示3号", first_day=date(2026, 9, 18), by=cast.omar)
    publish_notice(notice, by=cast.omar, at=_september(18))
    first = items.get(position=1).application
    objection = file_objection(notice, first, text="事实陈述", at=_september(21))
    settle_objection(
        objection, upheld=False, finding="查无此事", effect=Effect.KEEP, by=cast.omar, at=_september(22)
    )
    close_notice(notice, by=cast.omar, at=_september(28))
    designate(Round.objects.get(code="named"), document_number="21号", by=cast.omar, at=_september(29))
    return objection.receipt


def _september(day: int) -> datetime:
    return datetime(2026, 9, day, 9, tzinfo=ZONE)


def _paper(purpose: str) -> StoredFile:
    out = io.BytesIO()
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out)
    upload = SimpleUploadedFile("paper.pdf", out.getvalue(), "application/pdf")
    return store_attachment(upload, label="Paper", purpose=purpose)


def _key(application: Application) -> str:
    return str(application.attachments.get().file_id)
