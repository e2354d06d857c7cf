"""Conflicts of interest: declared before the first score, found by the portal, decided by the organizer."""

import pytest
from django.urls import reverse

from applications.models import Application, Filing, Round
from brandportal.accounts.services import set_roles, update_user
from brandportal.kit import home
from brandportal.kit.errors import DomainError, InputErrors, NotAllowed
from evaluation.models import Conflict, Declaration, Recusal, Tally
from evaluation.services.conflicts import confirm_conflict, dismiss_conflict, sign_declaration
from evaluation.services.raters import assign_raters
from evaluation.services.recusals import lift_recusal, recuse_rater
from evaluation.services.results import adopt_result
from evaluation.services.stages import close_stage, open_stage
from tests.ballots import open_rating, tally_rating
from tests.cast import client_of, person
from tests.declarations import declare_free
from tests.integration.evaluation.conftest import AT, PLACE, SHEET, english

PAGE = "/declarations/2031-small/"


@pytest.fixture
def silent(desk):
    """The first stage is open, nobody has signed a declaration."""
    open_stage(desk.stage("social"), by=desk.omar, at=AT)
    desk.round.refresh_from_db()
    return desk


def application(code="A002"):
    return Application.objects.select_related("round", "unit").get(code=code)


def sign(desk, user, named=None):
    return sign_declaration(desk.round, named=named or {}, by=user, at=AT)


def test_nobody_scores_before_the_declaration_is_signed(silent, cast):
    with pytest.raises(DomainError, match="Sign the declaration") as refused:
        silent.fill_and_sign(cast.sun, name="30", standard="50")

    assert refused.value.code == "undeclared"
    sign(silent, cast.sun)
    silent.fill_and_sign(cast.sun, name="30", standard="50")


def test_the_pages_of_a_sheet_lead_to_the_declaration_first(silent, cast):
    client = client_of(cast.sun)

    for name, args in (("sheet-edit", SHEET), ("sheet-sign", PLACE)):
        answer = client.get(reverse(f"evaluation:{name}", args=args))
        assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert PAGE in client.get(reverse("evaluation:desk-list", args=PLACE)).content.decode()
    assert client.get(application("A001").get_absolute_url()).status_code == 404
    sign(silent, cast.sun)
    assert client.get(reverse("evaluation:sheet-edit", args=SHEET)).status_code == 200
    assert client.get(application("A001").get_absolute_url()).status_code == 200


def test_a_post_before_the_declaration_keeps_what_was_typed(silent, cast):
    page = english(cast.sun).post(
        reverse("evaluation:sheet-edit", args=SHEET), {"name": "33", "sheet.revision": "0"}
    )

    assert page.status_code == 422
    assert 'value="33"' in page.content.decode()


def test_what_is_named_becomes_a_recusal(silent, cast):
    declaration = sign(silent, cast.sun, {application(): "配偶在该局任职"})

    recusal = Recusal.objects.get(user=cast.sun)
    assert (declaration.named, recusal.application.code, recusal.decided_by) == (1, "A002", cast.sun)
    assert silent.sheet(cast.sun, "A002").is_recused


def test_a_declaration_is_signed_once_by_raters_while_the_round_is_in_evaluation(silent, cast):
    sign(silent, cast.sun)

    with pytest.raises(DomainError, match="signed the declaration of this round already"):
        sign(silent, cast.sun)
    for user in (cast.omar, cast.pan, cast.alice):
        with pytest.raises(NotAllowed):
            sign(silent, user)
    Round.objects.update(status="filing")
    silent.round.refresh_from_db()
    with pytest.raises(DomainError, match="not settled"):
        sign(silent, cast.rui)


@pytest.mark.parametrize("reason", ["", "  ", "甲" * 301, "看不见\u0000的"])
def test_every_application_that_is_named_needs_its_reason(silent, cast, reason):
    with pytest.raises(InputErrors) as refused:
        sign(silent, cast.sun, {application(): reason})

    assert [error.field for error in refused.value.errors] == ["reason-A002"]
    assert not Declaration.objects.exists()
    assert not Recusal.objects.filter(user=cast.sun).exists()


def test_an_application_of_another_round_cannot_be_named(silent, cast):
    foreign = open_rating(cast).application("A001")

    with pytest.raises(InputErrors, match="not an application of this round"):
        sign(silent, cast.sun, {foreign: "亲属"})


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "choose one of the two sentences"),
        ({"freedom": "free", "named": ["A002"]}, "1 application is ticked"),
        ({"freedom": "named"}, "tick those that you must not judge"),
        ({"freedom": "named", "named": ["A999"]}, "A999"),
        ({"freedom": "perhaps"}, "perhaps"),
        ({"freedom": "named", "named": ["A002"], "reason-A002": ""}, "say what connects the rater"),
    ],
)
def test_a_doubtful_declaration_is_shown_back_and_not_signed(silent, cast, data, says):
    page = english(cast.sun).post(PAGE, {"reason-A001": "写了一半", **data})

    assert page.status_code == 200
    assert says in page.content.decode()
    assert "写了一半" in page.content.decode()
    assert not Declaration.objects.exists()


def test_the_declaration_is_signed_and_read_on_its_page(silent, cast):
    client = english(cast.sun)
    data = {"freedom": "named", "named": ["A002"], "reason-A002": "曾任该局副局长"}

    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE, data)["Location"] == reverse("evaluation:desk-list", args=PLACE)
    text = client.get(PAGE).content.decode()
    assert "曾任该局副局长" in text
    assert 'name="freedom"' not in text
    assert client_of(cast.omar).get(PAGE).status_code == 403
    assert client_of(cast.alice).get(PAGE).status_code == 403


def test_ones_own_unit_is_no_question(silent, cast):
    page = client_of(cast.rui).get(PAGE).content.decode()

    assert 'value="A001"' not in page
    assert 'value="A002"' in page


def test_it_is_a_task_until_it_is_signed(silent, cast):
    def tasks(user):
        return {task.url: task for task in home.tasks_for(user)}

    assert tasks(cast.sun)[PAGE].when == silent.round.rating_closes
    silent.assign("panel", cast.pan)
    assert tasks(cast.pan)[PAGE].when == silent.round.review_opens
    sign(silent, cast.sun)
    sign(silent, cast.pan)
    assert PAGE not in tasks(cast.sun)
    assert PAGE not in tasks(cast.pan)
    assert reverse("evaluation:desk-list", args=PLACE) in tasks(cast.sun)


# What the portal finds


def file_by(desk, code, drafter, approver):
    return Filing.objects.create(
        application=application(code), number=1, content="{}", digest="0" * 64, drafted_by=drafter,
        approved_by=approver, filed_at=AT,
    )  # fmt: skip


@pytest.fixture
def tied(desk, cast):
    """Before the stage opens: sun is A002's contact by name, and once worked for the tourism bureau."""
    Application.objects.filter(code="A002").update(contact_name="Sun")
    update_user(cast.sun, name="Sun", unit=cast.tourism, email="", by=None)
    update_user(cast.sun, name="Sun", unit=None, email="", by=None)
    desk.assign("supervisors", cast.sun, cast.rui)
    return desk


def test_ties_are_found_when_raters_are_assigned(tied, cast):
    found = Conflict.objects.get()

    assert (found.user, found.application.code, found.grounds) == (cast.sun, "A002", ["contact", "served"])
    assert not Recusal.objects.filter(user=cast.sun).exists()


def test_whoever_drafted_or_signed_off_is_found_and_their_former_unit_too(desk, cast):
    former = person("former", "supervisor")
    file_by(desk, "A002", cast.mallory, former)
    desk.enter(cast.tourism, "A003", "另一件")
    desk.assign("supervisors", cast.sun, former)

    grounds = {one.application.code: one.grounds for one in Conflict.objects.filter(user=former)}
    assert grounds == {"A002": ["approved", "served"], "A003": ["served"]}


def test_ones_own_unit_is_recused_and_not_asked_about(rated, cast):
    assert Recusal.objects.get(user=cast.rui).is_automatic
    assert not Conflict.objects.filter(user=cast.rui).exists()


def test_a_stage_does_not_close_over_an_undecided_tie(tied, cast):
    tied.open("social")
    for user in (cast.sun, cast.rui):
        tied.fill_and_sign(user, name="30", standard="50")

    with pytest.raises(DomainError, match="1 conflict of interest"):
        close_stage(tied.stage("social"), by=cast.omar, at=AT)
    dismiss_conflict(Conflict.objects.get(), reason="同名，非同一人", by=cast.omar, at=AT)
    assert close_stage(tied.stage("social"), by=cast.omar, at=AT)


def test_the_organizer_confirms_a_tie_and_the_rater_is_recused(tied, cast):
    tied.open("social")

    recusal = confirm_conflict(Conflict.objects.get(), reason="原任职单位", by=cast.omar, at=AT)

    assert (recusal.user, recusal.reason) == (cast.sun, "原任职单位")
    assert tied.sheet(cast.sun, "A002").is_recused
    assert Conflict.objects.get().decided_by == cast.omar


def test_a_recusal_answers_the_question_and_lifting_it_asks_again(tied, cast):
    tied.open("social")
    conflict = Conflict.objects.get()
    recusal = recuse_rater(tied.rater(cast.sun), application(), reason="本人申明", by=cast.sun, at=AT)

    assert not Conflict.objects.undecided().exists()
    with pytest.raises(DomainError, match="nothing left to decide"):
        dismiss_conflict(conflict, reason="无妨", by=cast.omar, at=AT)
    lift_recusal(recusal, reason="误报", by=cast.omar, at=AT)
    assert Conflict.objects.undecided().get() == conflict


def test_only_the_organizer_decides_never_about_themselves_and_with_a_reason(tied, cast):
    conflict = Conflict.objects.get()
    for user in (cast.sun, cast.audrey, cast.ada):
        with pytest.raises(NotAllowed):
            dismiss_conflict(conflict, reason="无妨", by=user, at=AT)
    with pytest.raises(DomainError, match="Reason"):
        dismiss_conflict(conflict, reason=" ", by=cast.omar, at=AT)
    set_roles(cast.sun, ["supervisor", "organizer"], by=cast.ada)
    with pytest.raises(NotAllowed):
        dismiss_conflict(conflict, reason="无妨", by=cast.sun, at=AT)


def test_ties_are_decided_on_their_pages(tied, cast):
    tied.open("social")
    decide = Conflict.objects.get().get_absolute_url()
    listed = reverse("evaluation:recusal-list", args=["2031-small"])

    assert decide in english(cast.omar).get(listed).content.decode()
    assert decide not in english(cast.audrey).get(listed).content.decode()
    assert client_of(cast.audrey).get(decide).status_code == 403
    assert client_of(cast.rui).get(decide).status_code == 404
    assert english(cast.omar).post(decide, {"decision": "dismiss", "reason": ""}).status_code == 200
    assert english(cast.omar).post(decide, {"decision": "dismiss", "reason": "同名"}).status_code == 302
    assert english(cast.omar).post(decide, {"decision": "confirm", "reason": "同名"}).status_code == 409
    assert Conflict.objects.get().status == "dismissed"


def test_the_rater_is_told_of_a_tie_that_was_found(tied, cast):
    tied.open("social")

    text = english(cast.sun).get(reverse("evaluation:desk-list", args=PLACE)).content.decode()

    assert "formerly of this unit" in text


def test_the_board_names_what_is_undecided_and_unsigned(tied, cast):
    open_stage(tied.stage("social"), by=cast.omar, at=AT)
    text = english(cast.omar).get(reverse("evaluation:round-board", args=["2031-small"])).content.decode()

    assert "Decide on 1 conflict of interest" in text
    assert "2 raters have not signed the declaration" in text


# Recusal beats every grant


GRANTS = ("organizer", "auditor", "secretary", "chair panel", "supervisor organizer secretary auditor")


@pytest.mark.parametrize("roles", GRANTS)
def test_a_recused_person_finds_neither_dossier_nor_sheet_nor_result(cast, roles):
    road = open_rating(cast)
    rater = person("both", f"{roles} supervisor" if "supervisor" not in roles else roles)
    channel = road.round.channels.select_related("stage", "round").get(key="supervisors")
    place = assign_raters(channel, [cast.sun, cast.rui, rater], by=cast.omar)[-1]
    recuse_rater(place, road.application("A001"), reason="亲属", by=cast.omar)
    declare_free(road.round, rater)
    tally = tally_rating(road)
    code, client = road.round.code, client_of(rater)
    assert tally.is_done
    for path in (f"/applications/{code}/{{}}/", f"/results/{code}/social/{{}}/"):
        assert client.get(path.format("A001")).status_code == 404, path
        assert client.get(path.format("A002")).status_code == 200, path
    assert client.get(f"/desk/{code}/supervisors/A001/").status_code == 404
    board = client.get(f"/results/{code}/social/")
    assert board.status_code == 200
    assert road.application("A001").brand_name not in board.content.decode()
    bundle = client.get(f"/results/{code}/social/bundle/")
    whole = 404 if rater.roles & {"organizer", "auditor"} else 403
    assert bundle.status_code == whole
    adopt_result(tally, by=cast.omar)
    assert client.get(reverse("evaluation:result-workbook", args=[code, "social"])).status_code == whole
    Round.objects.update(status="notice")
    if rater.roles & {"organizer", "auditor", "secretary"}:
        assert client.get(f"/results/{code}/social/A001/").status_code == 200


def test_a_units_own_people_keep_their_own_application(rated, cast):
    set_roles(cast.rui, ["supervisor", "drafter"], by=cast.ada)

    assert client_of(cast.rui).get(application("A001").get_absolute_url()).status_code == 200


def test_a_recused_auditor_does_not_see_the_visit(reviewing, cast):
    set_roles(cast.chen, ["panel", "chair", "auditor"], by=cast.ada)
    recuse_rater(reviewing.rater(cast.chen), application("A001"), reason="亲属", by=cast.omar, at=AT)
    client = client_of(cast.chen)

    assert client.get(reverse("evaluation:visit-edit", args=["2031-small", "A001"])).status_code == 404
    assert client.get(reverse("evaluation:visit-edit", args=["2031-small", "A002"])).status_code == 200


def test_a_bundle_is_whole_for_whoever_is_free(cast):
    road = open_rating(cast)
    tally_rating(road)

    assert client_of(cast.audrey).get(f"/results/{road.round.code}/social/bundle/").status_code == 200
    assert Tally.objects.count() == 1
