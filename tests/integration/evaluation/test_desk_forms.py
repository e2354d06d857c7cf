"""Sheets of every form at the desk: a figure, counted facts, levels, a vote; who sees the desk, what is refused."""

import json

import pytest
from django.urls import reverse

from applications.services.rounds import create_round
from brandportal.kit.errors import DomainError, InputErrors
from evaluation.selectors.bundle import gather
from evaluation.services.raters import assign_raters
from evaluation.services.rounds import open_round
from evaluation.services.sheets import save_sheet, sign_sheets
from evaluation.services.stages import close_filing, open_stage
from tests.ballots import CALENDAR, FILING, RATING, Road, enter_brands
from tests.cast import client_of
from tests.declarations import declare_free
from tests.integration.evaluation.conftest import english
from tests.remembered import remembered
from tests.schemes import small_scheme

LEVELS = [
    {"key": "good", "title": {"zh": "满意", "en": "Good"}, "value": "100", "good": True},
    {"key": "bad", "title": {"zh": "不满意", "en": "Bad"}, "value": "0", "good": False},
]
LEDGER = {
    "items": [{"key": "duty", "title": {"zh": "到岗", "en": "Presence"}, "start": "100", "floor": "0"}],
    "facts": [
        {"key": "late", "title": {"zh": "迟到", "en": "Late"}, "item": "duty", "delta": "-2"},
        {"key": "absent", "title": {"zh": "缺岗", "en": "Absent"}, "item": "duty", "delta": "-5"},
    ],
}


def channel(key: str, raters: str, form: str, **more) -> dict:
    return {"key": key, "title": {"zh": key, "en": key.title()}, "raters": raters, "form": form, "weight": "25",
            "min_valid": "1", "missing": "block", **more}  # fmt: skip


CHANNELS = [
    channel("survey", "organizer", "figure", max="100", figure={"min": "-5", "max": "5000"}),
    channel("log", "organizer", "ledger", max="100", ledger=LEDGER),
    channel(
        "staff",
        "staff",
        "levels",
        levels=LEVELS,
        items=[{"key": "pride", "title": {"zh": "自豪", "en": "Pride"}}],
    ),
    channel("vote", "member", "motion", max="100", motion={"pass": "1/2", "base": "cast"}),
]


@pytest.fixture
def road(cast) -> Road:
    """One stage of four channels is open; omar counts and measures, ada is asked, sec votes."""
    return remembered("four forms", cast, lambda: opened(cast))


def opened(cast) -> Road:
    stages = [{"key": "all", "use": [row["key"] for row in CHANNELS]}]
    rules = small_scheme(channel=CHANNELS, stage=stages, tie={"order": [], "then": "share"})
    draft = create_round(
        code="2026-forms", title_zh="各式表单", title_en="Forms", year=2026, document_number="〔2026〕7号",
        naming_body="市委办公室", organizer_name="市创建办", complaint_contact="8812 3456", call_text="通知。",
        scheme_key="small", rules=json.dumps(rules, ensure_ascii=False), by=cast.omar, **CALENDAR,
    )  # fmt: skip
    road = Road(cast, open_round(draft, by=cast.omar, at=FILING))
    enter_brands(road, 4)
    close_filing(road.round, by=cast.omar, at=RATING)
    for key, user in {"survey": cast.omar, "log": cast.omar, "staff": cast.ada, "vote": cast.sec}.items():
        assign_raters(road.round.channels.get(key=key), [user], by=cast.omar)
    open_stage(road.round.stages.select_related("round").get(), by=cast.omar, at=RATING)
    declare_free(road.round, at=RATING)
    return road


def place(road: Road, key: str):
    return road.round.channels.get(key=key).raters_assigned.select_related("user", "channel__round").get()


def sheet_of(road: Road, key: str, code: str = "A001"):
    found = place(road, key).sheets.select_related("channel__stage__round", "rater__user", "application")
    return found.get(application__code=code)


def url(key: str, code: str = "A001") -> str:
    return reverse("evaluation:sheet-edit", args=["2026-forms", key, code])


def post(user, key: str, **answers):
    return english(user).post(url(key), {"sheet.revision": "0"} | answers)


@pytest.mark.parametrize(
    ("key", "answers", "stored"),
    [
        ("survey", {"figure": "１２３４.5"}, "1234.5"),
        ("survey", {"figure": "-0"}, "0"),
        ("log", {"late": "2", "absent": "0"}, "2|0"),
        ("staff", {"pride": "good"}, "good"),
        ("staff", {"pride": "none"}, "none"),
        ("vote", {"vote": "abstain"}, "abstain"),
    ],
)
def test_a_page_keeps_what_the_form_asks_for(road, key, answers, stored):
    user = place(road, key).user

    assert english(user).get(url(key)).status_code == 200
    assert post(user, key, **answers).status_code == 302
    assert sheet_of(road, key).answers == stored


@pytest.mark.parametrize(
    ("key", "answers", "sentence"),
    [
        ("survey", {"figure": "5001"}, "5001 is out of range. Write a number from -5 to 5000."),
        ("survey", {"figure": "12,5"}, "Use a full stop"),
        ("survey", {"figure": "1e3"}, "is not a figure"),
        ("log", {"late": "1.5"}, "is not a count. Write a whole number, 0 for none."),
        ("log", {"late": "-1"}, "is not a count"),
        ("staff", {"pride": "fair"}, "not one of those offered"),
        ("vote", {"vote": "none"}, "not one of those offered"),
    ],
)
def test_what_the_form_does_not_hold_is_refused_in_words(road, key, answers, sentence):
    page = post(place(road, key).user, key, **answers)

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert not sheet_of(road, key).is_complete


def test_figures_are_signed_only_with_the_record_they_come_from(road, cast):
    rater = place(road, "log")
    for sheet in rater.sheets.select_related("channel__stage__round", "rater__user", "application"):
        save_sheet(sheet, {"late": "1", "absent": "0"}, by=cast.omar, revision=0)

    with pytest.raises(InputErrors, match="name the document or record"):
        sign_sheets(rater, by=cast.omar)
    for sheet in rater.sheets.select_related("channel__stage__round", "rater__user", "application"):
        save_sheet(sheet, {}, by=cast.omar, revision=1, source="窗口日志 第3册")
    assert sign_sheets(rater, by=cast.omar) == 4
    rows = [row for row in gather(road.round, "all").forms if row.channel == "log"]
    assert {row.answers for row in rows} == {"late:1;absent:0"}


def test_a_source_is_kept_where_figures_are_and_nowhere_else(road, cast):
    save_sheet(sheet_of(road, "staff"), {}, by=cast.ada, revision=0, source="无")
    assert sheet_of(road, "staff").source == ""
    with pytest.raises(DomainError, match="at most 200"):
        save_sheet(sheet_of(road, "survey"), {}, by=cast.omar, revision=0, source="字" * 201)


@pytest.mark.parametrize(
    ("key", "told"), [("log", "Late × 3"), ("staff", "Good"), ("vote", "Yes"), ("survey", "77")]
)
def test_the_queue_and_the_page_to_sign_tell_what_stands_on_a_sheet(road, key, told):
    user = place(road, key).user
    answers = {"log": {"late": "3", "absent": "0"}, "staff": {"pride": "good"}, "vote": {"vote": "yes"}}
    post(user, key, **answers.get(key, {"figure": "77"}))

    for name in ("desk-list", "sheet-sign"):
        page = english(user).get(reverse(f"evaluation:{name}", args=["2026-forms", key]))
        assert told in page.content.decode()


def test_a_place_opens_the_desk_to_whoever_has_no_rating_role(road, cast):
    desk = reverse("evaluation:desk-home")

    assert client_of(cast.sec).get(desk).status_code == 200
    assert desk in client_of(cast.sec).get("/").content.decode()
    assert client_of(cast.audrey).get(desk).status_code == 403
    assert desk not in client_of(cast.audrey).get("/").content.decode()


def test_nobody_but_its_rater_reads_a_sheet_of_an_open_stage(road, cast):
    post(cast.omar, "survey", figure="4321")

    assert client_of(cast.audrey).get(url("survey")).status_code == 404
    for user in (cast.audrey, cast.sec, cast.ada):
        listed = client_of(user).get(reverse("evaluation:rater-list", args=["2026-forms", "survey"]))
        assert "4321" not in listed.content.decode()
