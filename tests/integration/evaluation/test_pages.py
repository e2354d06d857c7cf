"""The pages of set-up, desk and visits, as each person meets them."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from brandportal.accounts.services import create_unit
from brandportal.kit import clock
from evaluation.models import ScoreSheet
from evaluation.services.rounds import start_round
from tests.cast import client_of, person
from tests.integration.evaluation.conftest import FACTS

PLACE = ["2031-small", "supervisors"]
SHEET = [*PLACE, "A001"]


def english(user):
    client = client_of(user)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def live(rated):
    """The rated round with its calendar around the present day, as a browser meets it."""
    today = clock.today()
    days = dict(
        zip([name for name in FACTS if name.endswith(("_opens", "_closes", "_on"))], range(8), strict=True)
    )
    type(rated.round).objects.update(**{name: today + timedelta(days=30 + n) for name, n in days.items()})
    rated.round.refresh_from_db()
    rated.now = clock.now()
    return rated


def post(client, url, data, *, htmx=False):
    return client.post(url, data, **({"HTTP_HX_REQUEST": "true"} if htmx else {}))


PAGES = [
    ("evaluation:setup-list", []),
    ("evaluation:scheme-list", []),
    ("evaluation:round-board", ["2031-small"]),
    ("evaluation:rater-list", PLACE),
    ("evaluation:rater-detail", [*PLACE, "S01"]),
    ("evaluation:recusal-list", ["2031-small"]),
    ("evaluation:visit-list", ["2031-small"]),
]


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_who_oversees_the_round_reads_its_pages(live, cast, name, args):
    for user, status in ((cast.omar, 200), (cast.audrey, 200), (cast.alice, 403)):
        assert client_of(user).get(reverse(name, args=args)).status_code == status


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("evaluation:round-start", ["ten-best"]),
        ("evaluation:rater-assign", PLACE),
        ("evaluation:recusal-create", ["2031-small"]),
        ("evaluation:round-files", ["2031-small"]),
    ],
)
def test_only_the_organizer_changes_the_setup(live, cast, name, args):
    assert client_of(cast.omar).get(reverse(name, args=args)).status_code == 200
    assert client_of(cast.audrey).get(reverse(name, args=args)).status_code == 403


def test_a_draft_is_set_up_page_by_page(draft, cast):
    client = client_of(cast.omar)
    for name in ("round-edit", "round-figures", "round-rules", "round-files", "round-open"):
        assert client.get(reverse(f"evaluation:{name}", args=[draft.code])).status_code == 200


def test_a_stranger_finds_no_draft(draft, cast):
    url = reverse("evaluation:round-edit", args=[draft.code])

    assert client_of(cast.alice).get(url).status_code == 404
    assert client_of(cast.audrey).get(url).status_code == 403


def start_data(**changes):
    return {name: str(value) for name, value in FACTS.items()} | changes


def test_a_round_is_started_from_a_scheme(cast):
    response = client_of(cast.omar).post(reverse("evaluation:round-start", args=["ten-best"]), start_data())

    assert response.status_code == 302
    assert response["Location"] == reverse("evaluation:round-rules", args=["2031-small"])


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"filing_closes": "2031年9月31日"}, "does not exist, that month has only 30 days"),
        ({"rating_closes": "2031-02-29"}, "has only 28 days"),
        ({"rating_closes": "2031-03-25"}, "lies before"),
        ({"decision_on": "soon"}, "is not a date"),
        ({"code": "2031 small!"}, "slug"),
    ],
)
def test_dates_that_cannot_be_are_refused_and_stay_typed(cast, changes, says):
    client = english(cast.omar)

    page = client.post(reverse("evaluation:round-start", args=["ten-best"]), start_data(**changes))

    text = page.content.decode()
    assert page.status_code == 200
    assert says in text
    for value in (*changes.values(), "2031年度机关服务品牌评选"):
        assert f'value="{value}"' in text


def test_a_faulty_document_stays_as_typed_and_names_its_place(draft, cast):
    document = json.loads(draft.rules)
    document["channel"][1]["min_valid"] = "2"
    text = json.dumps(document, ensure_ascii=False)

    page = english(cast.omar).post(reverse("evaluation:round-rules", args=[draft.code]), {"rules": text})

    assert page.status_code == 200
    assert "channel.clients.min_valid" in page.content.decode()
    assert page.context["form"]["rules"].value() == text


def test_weights_that_do_not_add_up_are_pointed_out_and_need_a_word(cast):
    round = start_round("ten-best", by=cast.omar, **FACTS)
    client = english(cast.omar)
    figures = {name: field.initial for name, field in _figures(client, round).items()}
    client.post(
        reverse("evaluation:round-figures", args=[round.code]), figures | {"channel.clients.weight": "45"}
    )
    url = reverse("evaluation:round-open", args=[round.code])

    assert "add up to 105, not to 100" in client.get(url).content.decode()
    assert client.post(url).status_code == 200
    round.refresh_from_db()
    assert round.status == "draft"
    assert client.post(url, {"meant": "on"}).status_code == 302
    round.refresh_from_db()
    assert round.status == "filing"
    assert client.get(url).status_code == 409


def _figures(client, round):
    return client.get(reverse("evaluation:round-figures", args=[round.code])).context["form"].fields


def test_a_faulty_figure_stands_at_its_field(draft, cast):
    client = english(cast.omar)
    figures = {name: field.initial for name, field in _figures(client, draft).items()}

    page = client.post(
        reverse("evaluation:round-figures", args=[draft.code]), figures | {"channel.clients.min_valid": "4"}
    )

    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["channel.clients.min_valid"]
    assert page.context["form"]["channel.clients.min_valid"].value() == "4"


def test_opening_prints_the_fingerprint_on_the_next_page(draft, cast):
    client = client_of(cast.omar)

    page = client.post(reverse("evaluation:round-open", args=[draft.code]), follow=True)

    draft.refresh_from_db()
    assert draft.rules_fingerprint in page.content.decode()


def test_raters_are_ticked(desk, cast):
    url = reverse("evaluation:rater-assign", args=PLACE)

    assert client_of(cast.omar).post(url, {"users": [cast.sun.pk]}).status_code == 302
    assert [rater.user for rater in desk.channel("supervisors").raters_assigned.all()] == [cast.sun]
    page = client_of(cast.omar).post(url, {"users": [cast.alice.pk]})
    assert page.status_code == 200
    assert page.context["form"].errors


def test_the_organizer_opens_a_stage_from_the_board(desk, cast):
    url = reverse("evaluation:stage-act", args=["2031-small", "social", "open"])

    assert client_of(cast.omar).get(url).status_code == 200
    assert client_of(cast.sun).post(url).status_code == 403
    assert client_of(cast.omar).post(url).status_code == 302
    assert desk.stage("social").is_open
    assert client_of(cast.omar).post(url).status_code == 409


def test_closing_early_answers_with_the_reason(live, cast):
    url = reverse("evaluation:stage-act", args=["2031-small", "social", "close"])

    assert "S01" in client_of(cast.omar).get(url).content.decode()
    assert client_of(cast.omar).post(url).status_code == 422
    assert live.stage("social").is_open


def test_a_supervisor_finds_the_queue_the_sheet_and_the_signing(live, cast):
    client = client_of(cast.sun)

    for name, args in (("desk-home", []), ("desk-list", PLACE), ("sheet-edit", SHEET), ("sheet-sign", PLACE)):
        page = client.get(reverse(f"evaluation:{name}", args=args))
        assert page.status_code == 200, name


def test_only_ones_own_sheets_exist(live, cast):
    for user in (cast.omar, cast.audrey, cast.ada, cast.alice, cast.pan):
        client = client_of(user)
        for name, args in (("desk-list", PLACE), ("sheet-edit", SHEET), ("sheet-sign", PLACE)):
            assert client.get(reverse(f"evaluation:{name}", args=args)).status_code == 404, (user, name)
            assert client.post(reverse(f"evaluation:{name}", args=args)).status_code in {404, 405}


def test_a_sheet_saves_as_it_goes(live, cast):
    client = english(cast.sun)

    answer = post(
        client,
        reverse("evaluation:sheet-edit", args=SHEET),
        {
            "name": "３０",
            "standard": "",
            "sheet.revision": "0",
            "sheet.remark": "再看公示栏",
            "sheet.flag": "1",
        },
        htmx=True,
    )

    sheet = live.sheet(cast.sun, "A001")
    assert answer.status_code == 200
    assert (sheet.answers, sheet.remark, sheet.is_flagged, sheet.revision) == ("30|", "再看公示栏", True, 1)
    assert 'name="sheet.revision" value="1"' in answer.content.decode()
    assert '"name": "30"' in answer.content.decode()


def test_what_is_sound_is_kept_and_what_is_not_stays_typed(live, cast):
    url = reverse("evaluation:sheet-edit", args=SHEET)

    page = post(english(cast.sun), url, {"name": "41", "standard": "50", "sheet.revision": "0"})

    text = page.content.decode()
    assert page.status_code == 422
    assert "out of range" in text
    assert 'value="41"' in text
    assert live.sheet(cast.sun, "A001").answers == "|50"


def test_a_stale_tab_shows_both_values_and_loses_nothing(live, cast):
    client = english(cast.sun)
    url = reverse("evaluation:sheet-edit", args=SHEET)
    post(client, url, {"name": "30", "standard": "50", "sheet.revision": "0"})

    for htmx in (True, False):
        answer = post(client, url, {"name": "11", "standard": "22", "sheet.revision": "0"}, htmx=htmx)
        text = answer.content.decode()
        assert answer.status_code == 409
        for value in ("11", "22", "30", "50"):
            assert f">{value}</td>" in text
    assert live.sheet(cast.sun, "A001").answers == "30|50"

    post(client, url, {"name": "11", "standard": "", "sheet.revision": "0", "sheet.over": "1"})
    assert live.sheet(cast.sun, "A001").answers == "11|50"


def test_save_and_next_leads_to_the_next_sheet_then_to_signing(live, cast):
    client = client_of(cast.sun)
    answers = {"name": "30", "standard": "50", "sheet.revision": "0", "go": "next"}

    first = post(client, reverse("evaluation:sheet-edit", args=SHEET), answers)
    second = post(client, reverse("evaluation:sheet-edit", args=[*PLACE, "A002"]), answers)

    assert first["Location"].endswith("/A002/")
    assert second["Location"] == reverse("evaluation:sheet-sign", args=PLACE)
    done = client.post(reverse("evaluation:sheet-sign", args=PLACE))
    assert done.status_code == 302
    assert ScoreSheet.objects.filter(rater__user=cast.sun).signed().count() == 2


def test_signing_too_early_lists_what_is_missing_with_the_way_there(live, cast):
    client = client_of(cast.sun)

    page = client.get(reverse("evaluation:sheet-sign", args=PLACE)).content.decode()

    assert page.count(reverse("evaluation:sheet-edit", args=SHEET)) >= 1
    assert client.post(reverse("evaluation:sheet-sign", args=PLACE)).status_code == 422


def test_a_recused_sheet_shows_no_dossier_and_takes_no_score(live, cast):
    url = reverse("evaluation:sheet-edit", args=SHEET)

    page = client_of(cast.rui).get(url)
    assert page.status_code == 200
    assert "一段材料" not in page.content.decode()
    assert post(client_of(cast.rui), url, {"name": "40", "sheet.revision": "0"}).status_code == 403


def test_a_post_after_the_deadline_is_refused_and_stays_on_the_page(live, cast):
    type(live.round).objects.update(
        **{name: clock.today() - timedelta(days=9 - n) for n, name in enumerate(sorted_dates())}
    )

    page = post(
        english(cast.sun), reverse("evaluation:sheet-edit", args=SHEET), {"name": "33", "sheet.revision": "0"}
    )

    assert page.status_code == 422
    assert "The time for rating ended" in page.content.decode()
    assert 'value="33"' in page.content.decode()
    assert live.sheet(cast.sun, "A001").answers == "|"


def sorted_dates():
    return [name for name in FACTS if name.endswith(("_opens", "_closes", "_on"))]


def test_a_rater_declares_a_recusal_on_the_desk(live, cast):
    url = reverse("evaluation:sheet-recuse", args=SHEET)

    assert client_of(cast.sun).get(url).status_code == 200
    assert client_of(cast.sun).post(url, {"reason": ""}).status_code == 200
    assert client_of(cast.sun).post(url, {"reason": "曾在该局任职"}).status_code == 302
    assert live.sheet(cast.sun, "A001").is_recused


def test_nobody_sees_a_score_of_an_open_stage_anywhere(live, cast):
    live.fill_and_sign(cast.sun, name="37", standard="53")
    for user in (cast.omar, cast.audrey, cast.ada, cast.sec):
        client = client_of(user)
        for name, args in PAGES:
            text = client.get(reverse(name, args=args)).content.decode()
            assert ">37<" not in text
            assert ">53<" not in text
            assert ">90<" not in text


def test_the_panel_records_a_visit_on_its_page(reviewing, cast):
    url = reverse("evaluation:visit-edit", args=["2031-small", "A001"])
    day = clock.today()
    data = {"revision": "0", "visited_on": day.isoformat(), "place": "大厅", "findings": "属实。"}

    assert client_of(cast.pan).get(url).status_code == 200
    assert client_of(cast.omar).get(url).status_code == 200
    assert client_of(cast.sun).get(url).status_code == 404
    one = english(cast.pan).post(url, data | {"members": [cast.pan.pk]})
    assert "at least 2 members" in one.content.decode()
    bad = english(cast.pan).post(
        url, data | {"visited_on": "2031年9月31日", "members": [cast.pan.pk, cast.chen.pk]}
    )
    assert 'value="2031年9月31日"' in bad.content.decode()
    assert client_of(cast.omar).post(url, data | {"members": [cast.pan.pk, cast.chen.pk]}).status_code == 403
    assert client_of(cast.pan).post(url, data | {"members": [cast.pan.pk, cast.chen.pk]}).status_code == 302


def test_a_stale_record_of_a_visit_shows_both_and_can_be_saved_again(reviewing, cast):
    url = reverse("evaluation:visit-edit", args=["2031-small", "A001"])
    members = [cast.pan.pk, cast.chen.pk]
    data = {"visited_on": clock.today().isoformat(), "findings": "属实。", "members": members}
    client_of(cast.pan).post(url, data | {"revision": "0", "place": "大厅"})

    stale = client_of(cast.chen).post(url, data | {"revision": "0", "place": "三楼"})
    text = stale.content.decode()

    assert stale.status_code == 409
    assert "大厅" in text
    assert 'value="三楼"' in text
    assert stale.context["form"]["revision"].value() == 1
    assert client_of(cast.chen).post(url, data | {"revision": "1", "place": "三楼"}).status_code == 302


def test_a_signed_sheet_is_given_back_on_a_page(live, cast):
    live.fill_and_sign(cast.sun, name="30", standard="50")
    url = reverse("evaluation:sheet-reopen", args=[*PLACE, "S01", "A001"])

    assert client_of(cast.audrey).get(url).status_code == 403
    assert client_of(cast.omar).post(url, {"reason": ""}).status_code == 200
    assert client_of(cast.omar).post(url, {"reason": "误填"}).status_code == 302
    assert live.sheet(cast.sun, "A001").is_open


LISTS = [("omar", name, args) for name, args in PAGES] + [
    ("sun", "evaluation:desk-list", PLACE),
    ("sun", "evaluation:sheet-edit", SHEET),
    ("sun", "evaluation:sheet-sign", PLACE),
    ("sun", "my", []),
]


@pytest.mark.parametrize(("user", "name", "args"), LISTS)
def test_lists_ask_as_often_for_thirty_rows_as_for_three(desk, cast, user, name, args):
    def grow(first, last):
        for number in range(first, last):
            unit = create_unit(code=f"u{number}", name_zh=f"单位{number}", category="government", by=None)
            desk.enter(unit, f"B{number:03d}", f"品牌{number}")

    client = client_of(getattr(cast, user))
    url = reverse(name, args=args)
    grow(0, 1)
    desk.assign("supervisors", cast.sun, cast.rui, person("w0", "supervisor"))
    desk.open("social")
    few = _queries(client, url)
    ScoreSheet.objects.all().delete()
    before = {"status": "preparing", "opened_at": None}
    type(desk.stage("social")).objects.filter(key="social").update(**before)
    grow(1, 30)
    desk.assign(
        "supervisors", cast.sun, cast.rui, *[person(f"w{number}", "supervisor") for number in range(1, 28)]
    )
    desk.open("social")
    many = _queries(client, url)

    assert many == few
    assert many <= 20


def _queries(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)
