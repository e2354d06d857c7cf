"""Requests that no page of ours sends, and deeds in an order that no page offers: refused, never a server error."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Application
from applications.services import send_application
from applications.services.rounds import freeze_round
from brandportal.audit.models import AuditEvent
from brandportal.kit.files import UNPRINTABLE
from brandportal.rulebook import fingerprint, freeze
from evaluation.models import ScoreSheet
from evaluation.services.stages import close_stage
from tests import filing
from tests.ballots import open_rating, sign_all
from tests.cast import Cast, client_of
from tests.integration.corpus.counts import orphans, sentences
from tests.schemes import small_scheme

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
STRANGE: list[tuple[str, str, dict[str, Any], set[int]]] = [
    ("H04 NUL in the path", "/rounds/%00/", {}, {404}),
    ("H04 line break in the path", "/rounds/a%0d%0ab/", {}, {404}),
    ("H04 a byte of no encoding", "/rounds/%ff/", {}, {404}),
    ("H05 path of 8 KB", f"/rounds/{'a' * 8000}/", {}, {404}),
    ("H06 climbing", "/files/..%2f..%2fetc/passwd", {}, {404}),
    ("H08 another host", "/", {"HTTP_HOST": "evil.example"}, {400}),
    ("H09 forged forwarding", "/", {"HTTP_X_FORWARDED_HOST": "evil.example"}, {200}),
    ("H10 fifty forwarders", "/", {"HTTP_X_FORWARDED_FOR": ", ".join(["10.0.0.1"] * 50)}, {200}),
    ("H16 language of rubbish", "/", {"HTTP_ACCEPT_LANGUAGE": "§§;q=x,*" * 40}, {200}),
    ("H19 cookie of rubbish", "/", {"HTTP_COOKIE": "sessionid=\xff;=;;elder=\x01"}, {200}),
    ("H23 language that does not exist", "/", {"HTTP_COOKIE": "django_language=xx"}, {200}),
    ("L01 page number of words", "/rounds/?page=x", {}, {200}),
    ("L02 page far behind the last", "/rounds/?page=99999999999999999999", {}, {200}),
    ("L03 sort by what is no column", "/rounds/?sort=password", {}, {200}),
    ("L04 filter by what is no state", "/rounds/?status=%00", {}, {200}),
    ("L05 search for NUL and wildcards", "/rounds/?q=%00%25_'%22;--", {}, {200}),
    ("L06 the same parameter a hundred times", "/rounds/?" + "q=a&" * 100, {}, {200}),
    ("L07 search of 100 KB", "/brands/?q=" + "x" * 100_000, {}, {200, 414}),
]
POSTED: list[tuple[str, Any, str, set[int]]] = [
    ("H17 no kind of content", b"x", "", {415}),
    ("H17 JSON where a form is due", b'{"a": 1}', "application/json", {415}),
    ("U56 multipart without a boundary", b"x", "multipart/form-data", {400}),
    ("U56 multipart that breaks off", b"--b\r\nContent-Disp", "multipart/form-data; boundary=b", {200, 400}),
    ("U57 5000 fields", "&".join(f"f{n}=1" for n in range(5000)).encode(), FORM, {400}),
    ("U58 body of 3 MB", b"a=" + b"x" * 3_000_000, FORM, {400, 413}),
    ("X06 half of a pair", b"username=%ED%A0%80&password=x", FORM, {200}),
    ("X07 a charset that does not exist", b"username=a", f"{FORM}; charset=klingon", {200}),
]


@pytest.mark.parametrize(("key", "path", "extra", "allowed"), STRANGE, ids=lambda one: str(one)[:40])
def test_a_strange_request_is_answered(db, key, path, extra, allowed):
    client = Client(raise_request_exception=False)

    assert (
        client.generic("GET", path.split("?")[0], QUERY_STRING=path.partition("?")[2], **extra).status_code
        in allowed
    )


@pytest.mark.parametrize(("key", "body", "kind", "allowed"), POSTED, ids=lambda one: str(one)[:40])
def test_a_strange_post_is_answered(db, key, body, kind, allowed):
    client = Client(raise_request_exception=False)

    assert client.generic("POST", "/accounts/sign-in/", body, kind).status_code in allowed


def test_a_post_without_its_token_is_explained(cast: Cast):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    answer = client.post(reverse("accounts:sign-in"), {"username": "alice", "password": "x"})

    assert answer.status_code == 403
    assert "页面" in answer.content.decode()


@pytest.fixture
def draft(cast: Cast) -> Application:
    return filing.filled(filing.open_round(cast, "filing"), cast.archives, cast.alice)


def test_a_file_for_what_can_no_longer_be_changed_leaves_nothing_behind(cast: Cast, draft: Application):
    send_application(draft, by=cast.alice)
    before = set(orphans())
    client = client_of(cast.alice)
    for name, sent in (
        ("logo", {"logo": filing.picture()}),
        ("attachments", {"title": "Proof", "file": filing.picture()}),
        ("step", {"brand_name": "x", "revision": "1", "logo": filing.picture()}),
    ):
        more = ["brand"] if name == "step" else []
        url = reverse(f"applications:application-{name}", args=["filing", draft.code, *more])
        assert client.post(url, sent).status_code in {200, 302, 403, 409, 422}, name
        assert set(orphans()) == before, name


def test_a_page_of_yesterday_does_not_overwrite(cast: Cast, draft: Application):
    url = reverse("applications:application-step", args=["filing", draft.code, "brand"])
    sent = {"brand_name": "另一名称", "slogan": "", "meaning": "另一释义", "revision": "0"}
    answer = client_of(cast.alice).post(url, sent)
    draft.refresh_from_db()

    assert answer.status_code == 409
    assert "另一名称" in answer.content.decode()
    assert draft.brand_name != "另一名称"


@pytest.mark.parametrize("deed", ["send", "submit"])
def test_pressed_twice_is_done_once(cast: Cast, draft: Application, deed: str):
    if deed == "submit":
        send_application(draft, by=cast.alice)
    client = client_of(cast.alice if deed == "send" else cast.bob)
    url = reverse(f"applications:application-{deed}", args=["filing", draft.code])
    first, again = client.post(url), client.post(url)

    assert (first.status_code, again.status_code) == (302, 409)
    assert AuditEvent.objects.filter(event=f"{deed}_application").count() == 1


def _sheet(cast: Cast) -> tuple[Any, Callable[..., Any]]:
    road = open_rating(cast, codes=1, code="rating")
    url = reverse("evaluation:sheet-edit", args=["rating", "supervisors", "A002"])
    client = client_of(cast.sun)
    return road, lambda **sent: client.post(url, sent)


def test_scores_after_the_close_are_refused_and_shown(cast: Cast):
    road, post = _sheet(cast)
    sign_all(road)
    close_stage(road.social, by=cast.omar)
    answer = post(name="7", standard="8", **{"sheet.revision": "1"})

    assert answer.status_code in {403, 409, 422}
    assert not ScoreSheet.objects.filter(answers="7|8").exists()


@pytest.mark.parametrize("body", [b'{"name": "7"}', b"[" * 5000, b'{"name": NaN'])
def test_scores_as_json_are_refused_in_words_and_change_nothing(cast: Cast, body: bytes):
    _sheet(cast)
    before = list(ScoreSheet.objects.order_by("pk").values_list("answers", "status", "revision"))
    url = reverse("evaluation:sheet-edit", args=["rating", "supervisors", "A002"])
    answer = client_of(cast.sun).post(url, body, content_type="application/json")

    assert answer.status_code == 415
    assert "这里只接收表单" in answer.content.decode()
    assert "default-src" in answer["Content-Security-Policy"]
    assert list(ScoreSheet.objects.order_by("pk").values_list("answers", "status", "revision")) == before


PNG = b"\x89PNG\r\n\x1a\n"
OUTER = b'--b\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
NAMES = {
    "GBK bytes": "标识.png".encode("gbk"),
    "path parts": b"../../etc/\x00passwd.png",
    "marks of direction": "图\u202egnp.\u2066exe".encode(),
    "line break": b"a%0d%0aX-Evil: 1.png",
}


def multipart(*parts: tuple[bytes, bytes, bytes]) -> bytes:
    """A body of parts: name, further words of its head, content."""
    return b"".join(OUTER % part for part in parts) + b"--b--\r\n"


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
@pytest.mark.parametrize("whole", [True, False], ids=["picture", "broken"])
def test_a_file_whatever_its_name_is_kept_or_refused(
    cast: Cast, draft: Application, name: bytes, whole: bool
):
    before = set(orphans())
    data = filing.picture().read() if whole else PNG
    body = multipart((b"logo", b'; filename="%s"\r\nContent-Type: image/png' % name, data))
    url = reverse("applications:application-logo", args=["filing", draft.code])
    answer = client_of(cast.alice).post(url, body, content_type="multipart/form-data; boundary=b")
    draft.refresh_from_db()

    page = answer.content.decode()
    assert answer.status_code in ({200, 422} if whole else {422})
    if answer.status_code == 200:
        assert not UNPRINTABLE.search(draft.logo.name)
    else:
        assert set(orphans()) == before
        assert "bp-refusal" in page


def test_multipart_in_multipart_is_one_part_that_says_nothing(cast: Cast, draft: Application):
    inner = multipart((b"brand_name", b"", "偷换的名称".encode())).replace(b"--b", b"--c")
    body = multipart((b"outer", b"\r\nContent-Type: multipart/mixed; boundary=c", inner))
    url = reverse("applications:application-step", args=["filing", draft.code, "brand"])
    answer = client_of(cast.alice).post(url, body, content_type="multipart/form-data; boundary=b")
    name = draft.brand_name
    draft.refresh_from_db()

    assert answer.status_code == 409
    assert "data-errors" in answer.content.decode()
    assert draft.brand_name == name


def test_fields_that_the_sheet_does_not_have_are_left_alone(cast: Cast):
    _road, post = _sheet(cast)
    answer = post(name="7", status="signed", rater="1", answers="40|60", **{"sheet.revision": "0"})
    sheet = ScoreSheet.objects.get(rater__user=cast.sun, application__code="A002")

    assert answer.status_code == 302
    assert (sheet.answers, sheet.status) == ("7|", "open")


def test_rules_that_are_frozen_stay_as_they_are(cast: Cast):
    round = filing.draft_round(cast, "draft")
    rules = freeze(small_scheme())
    client = client_of(cast.omar)
    url = reverse("evaluation:round-rules", args=["draft"])
    freeze_round(round, rules=rules, fingerprint=fingerprint(rules), by=cast.omar)
    filing.open_round_filing(round, by=cast.omar)
    answer = client.post(url, {"rules": "{}"})
    round.refresh_from_db()

    assert answer.status_code == 409
    assert round.rules == rules


def test_rules_that_are_no_document_are_refused_with_their_text(cast: Cast):
    filing.draft_round(cast, "draft")
    url = reverse("evaluation:round-rules", args=["draft"])
    for text in (
        "{",
        "[1]",
        "title = ",
        "null",
        '{"a": 1e999}',
        "9" * 5000,
        '{"stage": "\\u0000"}',
        "[" * 3000,
    ):
        answer = client_of(cast.omar).post(url, {"rules": text})

        assert answer.status_code in {200, 422}, text[:20]
        assert sentences(answer.content.decode()), text[:20]
        assert text[:40].replace('"', "&quot;") in answer.content.decode(), text[:20]
