"""The desk of a rater and the pages of the panel."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from brandportal.audit.models import AuditEvent
from brandportal.kit import clock
from evaluation.models import ScoreSheet
from tests.cast import client_of
from tests.integration.evaluation.conftest import PAGES, PLACE, SHEET, english, sorted_dates


def post(client, url, data, *, htmx=False):
    return client.post(url, data, **({"HTTP_HX_REQUEST": "true"} if htmx else {}))


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


def test_a_save_asks_for_each_thing_once_and_for_no_navigation(live, cast):
    client, url = english(cast.sun), reverse("evaluation:sheet-edit", args=SHEET)
    scores = {"name": "30", "standard": "50"}

    with CaptureQueriesContext(connection) as asked:
        post(client, url, scores | {"sheet.revision": "0"}, htmx=True)

    # Session, person, sheet, criteria, time (SQLite has none), declaration, the update.
    assert len(asked) <= 7, [query["sql"][:80] for query in asked.captured_queries]
    assert live.sheet(cast.sun, "A001").revision == 1


def test_what_is_sound_is_kept_and_what_is_not_stays_typed(live, cast):
    url = reverse("evaluation:sheet-edit", args=SHEET)

    page = post(english(cast.sun), url, {"name": "41", "standard": "50", "sheet.revision": "0"})

    text = page.content.decode()
    assert page.status_code == 422
    assert "out of range" in text
    assert 'value="41"' in text
    assert live.sheet(cast.sun, "A001").answers == "|50"


def test_a_note_that_is_too_long_is_refused_and_never_cut(live, cast):
    url, note = reverse("evaluation:sheet-edit", args=SHEET), "长" * 1001

    page = post(english(cast.sun), url, {"name": "30", "sheet.revision": "0", "sheet.remark": note})

    assert page.status_code == 422
    assert "at most 1000" in page.content.decode()
    assert note in page.content.decode()
    assert (live.sheet(cast.sun, "A001").answers, live.sheet(cast.sun, "A001").remark) == ("30|", "")


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


def test_a_recused_sheet_is_not_there_and_an_attempt_stays_on_record(live, cast):
    url = reverse("evaluation:sheet-edit", args=SHEET)
    client = client_of(cast.rui)

    assert client.get(url).status_code == 404
    assert post(client, url, {"name": "40", "sheet.revision": "0"}).status_code == 404
    assert AuditEvent.objects.latest("seq").event == "refuse_recused_sheet"
    assert url not in client.get(reverse("evaluation:desk-list", args=PLACE)).content.decode()


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
    data = {
        "revision": "0",
        "visited_on": day.isoformat(),
        "place": "大厅",
        "findings": "属实。",
        "seen-visit": "yes",
    }

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
    data = {
        "visited_on": clock.today().isoformat(),
        "findings": "属实。",
        "members": members,
        "seen-visit": "no",
    }
    client_of(cast.pan).post(url, data | {"revision": "0", "place": "大厅"})

    stale = client_of(cast.chen).post(url, data | {"revision": "0", "place": "三楼"})
    text = stale.content.decode()

    assert stale.status_code == 409
    assert "大厅" in text
    assert 'value="三楼"' in text
    assert stale.context["form"]["revision"].value() == "1"
    assert client_of(cast.chen).post(url, data | {"revision": "1", "place": "三楼"}).status_code == 302


def test_a_signed_sheet_is_given_back_on_a_page(live, cast):
    live.fill_and_sign(cast.sun, name="30", standard="50")
    url = reverse("evaluation:sheet-reopen", args=[*PLACE, "S01", "A001"])

    assert client_of(cast.audrey).get(url).status_code == 403
    assert client_of(cast.omar).post(url, {"reason": ""}).status_code == 200
    assert client_of(cast.omar).post(url, {"reason": "误填"}).status_code == 302
    assert live.sheet(cast.sun, "A001").is_open
