"""The desk of a form that spans entries: pick or rank on one page, with and without a script, and sign the whole."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Round
from brandportal.audit.models import AuditEvent
from evaluation.models import ScoreSheet
from evaluation.selectors.whole_forms import answers_of, mark_of, sheets_of_form
from evaluation.services.recusals import recuse_rater
from tests.ballots import open_rating
from tests.cast import client_of
from tests.integration.evaluation.conftest import english
from tests.whole import address, open_forms, place_of

pytestmark = pytest.mark.django_db
CODES = ["A001", "A002", "A003", "A004"]


@pytest.fixture
def road(cast):
    """Sec picks at most two of four brands."""
    return open_forms(cast, cast.sec)


@pytest.fixture
def ranked(cast):
    """Sec ranks four brands."""
    return open_forms(cast, cast.sec, form="ranking")


def mark(road, user):
    return mark_of(sheets_of_form(place_of(road, user)))


def stored(road, user):
    return "".join(answer or "-" for answer in answers_of(sheets_of_form(place_of(road, user))).values())


def post(road, user, *, picks=(), htmx=False, page="", **fields):
    data = {"form.mark": mark(road, user), "entries": " ".join(CODES), "pick": list(picks)} | fields
    headers = {"HTTP_HX_REQUEST": "true"} if htmx else {}
    return english(user).post(address(road, page), data, **headers)


def rank(road, user, *places, **fields):
    typed = {f"place.{code}": place for code, place in zip(CODES, places, strict=True)}
    return post(road, user, **typed, **fields)


def test_the_desk_leads_to_the_form_and_the_form_to_every_dossier(road, cast):
    client = english(cast.sec)
    for name in ("desk-list", "sheet-sign"):
        moved = client.get(reverse(f"evaluation:{name}", args=["2026-picks", "picks"]))
        assert moved.status_code == 302
        assert client.get(moved["Location"]).status_code == 200

    page = client.get(address(road)).content.decode()
    assert "0 picked, at most 2" in page
    for code in CODES:
        assert address(road, f"{code}/") in page
        assert client.get(address(road, f"{code}/")).status_code == 200
    assert client.get("/desk/2026-picks/picks/A001/").status_code == 404


def test_ticks_are_kept_and_counted_by_the_page_s_own_save(road, cast):
    answer = post(road, cast.sec, picks=["A001", "A003", "A004"], htmx=True)
    text = answer.content.decode()

    assert answer.status_code == 200
    assert stored(road, cast.sec) == "1-11"
    assert "3 picked, at most 2" in text
    assert "take 1 off" in text
    assert f'name="form.mark" value="{mark(road, cast.sec)}"' in text


def test_a_list_that_was_narrowed_leaves_the_others_as_they_are(road, cast):
    post(road, cast.sec, picks=["A001"])
    page = english(cast.sec).get(f"{address(road)}?q=A003").content.decode()
    assert 'value="A003"' in page
    assert 'id="id_A001"' not in page

    moved = post(road, cast.sec, picks=["A003"], entries="A003", q="A003", show="off")
    assert moved["Location"] == f"{address(road)}?q=A003&show=off"
    assert stored(road, cast.sec) == "1-1-"


def test_a_search_finds_by_brand_unit_and_state(road, cast):
    post(road, cast.sec, picks=["A002"])
    for query, codes in (
        ("q=游客", ["A002"]),
        ("q=TOURISM", ["A002"]),
        ("show=on", ["A002"]),
        ("q=nothing", []),
    ):
        page = english(cast.sec).get(f"{address(road)}?{query}").content.decode()
        assert [code for code in CODES if f'id="id_{code}"' in page] == codes


def test_a_stale_tab_shows_both_versions_and_loses_nothing(road, cast):
    old = mark(road, cast.sec)
    post(road, cast.sec, picks=["A001"])

    for htmx in (True, False):
        answer = post(road, cast.sec, picks=["A002"], htmx=htmx, **{"form.mark": old})
        text = answer.content.decode()
        assert answer.status_code == 409
        assert text.count("<td>picked</td>") == 2
        assert text.count("<td>not picked</td>") == 2
    assert 'value="A002" checked' in text
    assert stored(road, cast.sec) == "1---"

    post(road, cast.sec, picks=["A002"], **{"form.mark": old, "form.over": mark(road, cast.sec)})
    assert stored(road, cast.sec) == "-1--"


def test_what_is_sound_is_kept_and_what_is_not_stays_typed(ranked, cast):
    page = rank(ranked, cast.sec, "1", "zwei", "3", "")
    text = page.content.decode()

    assert page.status_code == 422
    assert "“zwei” is not a place. Write a whole number" in text
    assert 'value="zwei"' in text
    assert 'href="#id_A002"' in text
    assert stored(ranked, cast.sec) == "1-3-"


def test_faults_of_a_ranking_stand_beside_their_lines(ranked, cast):
    rank(ranked, cast.sec, "1", "1", "9", "")
    page = english(cast.sec).get(address(ranked)).content.decode()

    assert page.count("place given twice</span>") == 2
    assert page.count("from 1 to 4</span>") == 1
    assert page.count("no place yet</span>") == 1


def test_up_and_down_work_without_a_script(ranked, cast):
    rank(ranked, cast.sec, "1", "2", "3", "")
    moved = rank(ranked, cast.sec, "1", "2", "3", "", move="up:A003")
    assert moved["Location"].endswith("#id_A003")
    assert stored(ranked, cast.sec) == "132-"

    rank(ranked, cast.sec, "1", "3", "2", "", move="up:A004")
    assert stored(ranked, cast.sec) == "1324"
    for odd in ("up:nobody", "sideways:A001", "up"):
        assert rank(ranked, cast.sec, "1", "3", "2", "4", move=odd).status_code == 302


def test_a_dossier_has_its_own_pick_and_comes_back_to_itself(road, cast):
    moved = post(road, cast.sec, picks=["A002"], entries="A002", go="dossier")

    assert moved["Location"] == address(road, "A002/")
    assert stored(road, cast.sec) == "-1--"
    assert "Take the pick off" in english(cast.sec).get(moved["Location"]).content.decode()


def test_the_whole_is_signed_once_and_pressed_twice_does_no_harm(road, cast):
    assert post(road, cast.sec, picks=["A001", "A002"], go="sign")["Location"] == address(road, "sign/")
    page = english(cast.sec).get(address(road, "sign/")).content.decode()
    assert "2 picked, at most 2" in page
    assert "爱心飞扬" not in page

    seen = {"form.mark": mark(road, cast.sec)}
    for _press in range(2):
        assert english(cast.sec).post(address(road, "sign/"), seen)["Location"] == address(road)
    assert AuditEvent.objects.filter(event="sign_sheets").count() == 1
    signed = english(cast.sec).get(address(road)).content.decode()
    assert "This form is signed" in signed
    assert "sheets.pdf" in signed
    late = post(road, cast.sec, picks=["A003"])
    assert late.status_code == 409
    assert "This form is signed" in late.content.decode()
    assert stored(road, cast.sec) == "11--"


def test_a_blank_form_asks_for_a_tick(road, cast):
    url, seen = address(road, "sign/"), {"form.mark": mark(road, cast.sec)}
    refused = english(cast.sec).post(url, seen)

    assert refused.status_code == 422
    assert "Tick that you hand in a blank form" in refused.content.decode()
    assert english(cast.sec).post(url, seen | {"blank": "1"}).status_code == 302
    assert ScoreSheet.objects.signed().count() == 4


def test_a_form_with_faults_or_changed_meanwhile_is_not_signed(road, cast):
    seen = mark(road, cast.sec)
    post(road, cast.sec, picks=["A001", "A002", "A003"])
    url = address(road, "sign/")

    stale = english(cast.sec).post(url, {"form.mark": seen})
    assert stale.status_code == 409
    assert "Look at it again, then sign" in stale.content.decode()
    faulty = english(cast.sec).post(url, {"form.mark": mark(road, cast.sec)})
    assert faulty.status_code == 422
    assert "take 1 off" in faulty.content.decode()
    assert english(cast.sec).post(url).status_code == 409


def test_after_the_deadline_nothing_is_kept_and_nothing_is_lost(road, cast):
    Round.objects.update(rating_opens=date(2026, 6, 5), rating_closes=date(2026, 6, 30))
    page = post(road, cast.sec, picks=["A004"])
    text = page.content.decode()

    assert page.status_code == 422
    assert "The time for rating ended" in text
    assert 'value="A004" checked' in text
    assert stored(road, cast.sec) == "----"


def test_a_recused_entry_is_not_there_and_an_attempt_stays_on_record(road, cast):
    old = mark(road, cast.sec)
    recuse_rater(place_of(road, cast.sec), road.application("A002"), reason="曾在该单位任职", by=cast.omar)

    page = english(cast.sec).get(address(road)).content.decode()
    assert 'value="A002"' not in page
    assert "not on your form: A002" in page
    assert english(cast.sec).get(address(road, "A002/")).status_code == 404
    assert post(road, cast.sec, picks=["A001", "A002"], **{"form.mark": old}).status_code == 409
    forged = post(road, cast.sec, picks=["A002"])
    assert forged.status_code == 422
    assert AuditEvent.objects.latest("seq").event == "refuse_recused_sheet"
    assert stored(road, cast.sec) == "---"


@pytest.mark.parametrize("odd", ["\0", "A001\0", "<b>", "A" * 500, "A001 A001", "💠"])
def test_odd_posts_are_refused_or_kept_and_never_break(ranked, cast, odd):
    fields = {
        "entries": odd,
        f"place.{odd}": odd,
        "move": f"up:{odd}",
        "q": odd,
        "show": odd,
        "go": "dossier",
    }

    assert post(ranked, cast.sec, **fields).status_code in {302, 422}
    assert rank(ranked, cast.sec, odd, "", "", "").status_code in {302, 422}
    assert post(ranked, cast.sec, **fields, **{"form.mark": odd}).status_code in {302, 409, 422}
    assert english(cast.sec).get(address(ranked), {"q": odd, "show": odd}).status_code == 200


def test_a_rater_steps_back_from_an_entry_on_its_dossier(road, cast):
    url = reverse("evaluation:sheet-recuse", args=["2026-picks", "picks", "A003"])
    assert url in english(cast.sec).get(address(road, "A003/")).content.decode()

    english(cast.sec).post(url, {"reason": "亲属任职"})
    assert "A003" not in answers_of(sheets_of_form(place_of(road, cast.sec)))


def test_a_form_is_its_rater_s_alone(road, cast):
    post(road, cast.sec, picks=["A001"])
    for user in (cast.omar, cast.audrey, cast.ada, cast.pan, cast.alice):
        for page in ("", "sign/", "A001/"):
            assert client_of(user).get(address(road, page)).status_code == 404
        assert client_of(user).post(address(road), {"entries": "A002", "pick": "A002"}).status_code == 404
        assert client_of(user).post(address(road, "sign/"), {"blank": "1"}).status_code == 404
    assert Client().get(address(road)).status_code == 302
    assert stored(road, cast.sec) == "1---"


def test_a_channel_of_single_sheets_has_no_such_pages(cast):
    open_rating(cast)
    for page in ("", "sign/", "A001/"):
        assert client_of(cast.sun).get(f"/desk/2026-small/supervisors/form/{page}").status_code == 404


def test_the_organizer_sees_who_has_signed_and_never_what(road, cast):
    post(road, cast.sec, picks=["A001"])
    pages = [
        "/setup/2026-picks/board/",
        "/setup/2026-picks/raters/picks/",
        "/setup/2026-picks/raters/picks/M01/",
    ]
    before = [english(cast.omar).get(page).content.decode() for page in pages]
    post(road, cast.sec, picks=["A002", "A003"])

    after = [english(cast.omar).get(page).content.decode() for page in pages]
    assert "signed as a whole" in before[0]
    assert ["picked" in text for text in before] == [False] * 3
    assert [len(text) for text in before] == [len(text) for text in after]


def test_home_and_desk_say_how_far_the_form_is(road, cast):
    post(road, cast.sec, picks=["A001"])

    assert "1 picked, at most 2" in english(cast.sec).get("/desk/").content.decode()
    home = english(cast.sec).get("/my/").content.decode()
    assert "Fill in and sign the form: Picks" in home
    english(cast.sec).post(address(road, "sign/"), {"form.mark": mark(road, cast.sec)})
    assert "Fill in and sign the form" not in english(cast.sec).get("/my/").content.decode()


def test_the_organizer_gives_a_form_back_as_a_whole(road, cast):
    english(cast.sec).post(address(road, "sign/"), {"form.mark": mark(road, cast.sec), "blank": "1"})
    url = reverse("evaluation:sheet-reopen", args=["2026-picks", "picks", "M01", "A001"])

    assert "can change the whole form again" in english(cast.omar).get(url).content.decode()
    assert client_of(cast.omar).post(url, {"reason": "漏看材料"}).status_code == 302
    assert ScoreSheet.objects.open().count() == 4


def test_who_is_recused_from_everything_has_nothing_to_fill_in(road, cast):
    for code in CODES:
        recuse_rater(place_of(road, cast.sec), road.application(code), reason="曾任主管", by=cast.omar)

    assert "no form is asked of you" in english(cast.sec).get(address(road)).content.decode()
    assert english(cast.sec).get(address(road, "sign/")).status_code == 200
    assert english(cast.sec).post(address(road, "sign/"), {"form.mark": "0.0"}).status_code == 302


def test_rows_of_a_page_cost_no_queries_of_their_own(cast, django_assert_max_num_queries):
    road = open_forms(cast, cast.sec, brands=30)
    client = english(cast.sec)
    client.get(address(road))

    with django_assert_max_num_queries(16):
        client.get(address(road))
