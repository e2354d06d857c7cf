"""Site visits are planned by day, photographed, and taken along on paper."""

import io
from datetime import date, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from PIL.ExifTags import GPS, IFD

from brandportal.kit.errors import DomainError, InputErrors, NotAllowed, StaleState
from brandportal.kit.models import StoredFile
from evaluation.models import Conflict, VisitPhoto
from evaluation.services.recusals import recuse_rater
from evaluation.services.visit_plans import plan_visit
from evaluation.services.visit_signing import MOST_PHOTOS, add_photo, remove_photo
from tests.cast import client_of
from tests.integration.evaluation.conftest import AT, REVIEWED, english
from tests.integration.evaluation.test_visits import record, sign, visit_of

DAY = date(2031, 5, 12)
LIST = "/panel/2031-small/visits/"
ONE = f"{LIST}A001/"


def plan(desk, code="A001", **changes):
    facts = {
        "day": DAY,
        "hour": time(9, 30),
        "stop": 1,
        "team": [desk.cast.pan, desk.cast.chen],
        "by": desk.cast.omar,
        "at": REVIEWED,
    }
    return plan_visit(visit_of(code), **(facts | changes))


def photo(*, place=True, size=(900, 600)):
    """A JPEG as a telephone takes it: with the place and the make of the camera."""
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    if place:
        exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (36.0, 3.0, 59.0)
    data = io.BytesIO()
    Image.new("RGB", size, "teal").save(data, "JPEG", exif=exif)
    return SimpleUploadedFile("IMG_2031.jpg", data.getvalue(), "image/jpeg")


@pytest.mark.parametrize("planner", ["omar", "chen"])
def test_organizer_and_chair_plan_a_visit_and_change_it(reviewing, cast, planner):
    plan(reviewing, by=getattr(cast, planner))
    plan(reviewing, by=getattr(cast, planner), stop=2, hour=time(10))

    visit = visit_of()
    assert (visit.planned_on, visit.planned_at, visit.stop) == (DAY, time(10), 2)
    assert set(visit.team.all()) == {cast.pan, cast.chen}


def test_nobody_else_plans(reviewing, cast):
    for user in (cast.pan, cast.sun, cast.audrey, cast.sec, cast.alice):
        with pytest.raises(NotAllowed):
            plan(reviewing, by=user)


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"day": date(2031, 5, 1)}, "day", "outside the review"),
        ({"day": date(2031, 6, 1)}, "day", "outside the review"),
        ({"stop": 0}, "stop", "from 1 to 20"),
        ({"stop": 21}, "stop", "from 1 to 20"),
        ({"team": []}, "team", "at least 2 members"),
    ],
)
def test_a_doubtful_plan_is_refused(reviewing, changes, field, says):
    with pytest.raises(InputErrors, match=says) as refused:
        plan(reviewing, **changes)

    assert [error.field for error in refused.value.errors] == [field]
    assert visit_of().planned_on is None


def test_two_visits_do_not_share_a_stop_nor_people_at_one_time(reviewing):
    plan(reviewing)

    with pytest.raises(InputErrors, match="stop 1 of this day is 文档连心桥") as refused:
        plan(reviewing, code="A002")
    assert [error.field for error in refused.value.errors] == ["stop", "hour"]
    plan(reviewing, code="A002", stop=2, hour=time(14, 30))


def test_conflicts_are_refused(reviewing, cast):
    with pytest.raises(InputErrors, match="Sun cannot be named"):
        plan(reviewing, team=[cast.pan, cast.sun])
    Conflict.objects.create(
        round=reviewing.round,
        user=cast.chen,
        application=visit_of().application,
        grounds=["served"],
        found_at=AT,
    )
    with pytest.raises(InputErrors, match="Chen has a tie"):
        plan(reviewing)
    recuse_rater(reviewing.rater(cast.chen), visit_of().application, reason="亲属", by=cast.omar, at=AT)
    with pytest.raises(InputErrors, match="Chen cannot be named"):
        plan(reviewing)
    with pytest.raises(NotAllowed):
        plan(reviewing, by=cast.chen)


def test_what_is_on_record_is_not_planned_again(reviewing):
    record(reviewing)

    with pytest.raises(StaleState, match="is on record"):
        plan(reviewing)


def test_a_plan_is_made_on_its_page_and_stands_in_the_list(reviewing, cast):
    client, url = english(cast.omar), f"{ONE}plan/"
    data = {"day": "2031-05-12", "hour": "9:30", "stop": "1", "team": [cast.pan.pk, cast.chen.pk]}

    assert client_of(cast.pan).get(url).status_code == 403
    assert client_of(cast.sun).get(url).status_code == 404
    assert client.get(url).status_code == 200
    for name, bad in (("day", "2031-13-40"), ("hour", "25:99"), ("stop", "first"), ("stop", "-1")):
        page = client.post(url, data | {name: bad})
        assert page.status_code == 200
        assert bad in page.content.decode()
    assert client.post(url, data)["Location"] == LIST
    text = client.get(LIST).content.decode()
    assert "Plan by day" in text
    assert "kit.pdf?day=2031-05-12" in text


def test_the_kit_is_a_pdf_without_what_one_is_recused_from(reviewing, cast):
    url = f"{LIST}kit.pdf"
    assert client_of(cast.pan).get(url).status_code == 404
    plan(reviewing)
    plan(reviewing, code="A002", stop=2, hour=time(14, 30))

    answer = client_of(cast.pan).get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    assert client_of(cast.omar).get(f"{url}?day=2031-05-12").status_code == 200
    for day in ("2031-05-13", "x", "'"):
        assert client_of(cast.omar).get(url, {"day": day}).status_code == 404
    assert client_of(cast.sun).get(url).status_code == 403
    for code in ("A001", "A002"):
        recuse_rater(
            reviewing.rater(cast.chen), visit_of(code).application, reason="亲属", by=cast.omar, at=AT
        )
    assert client_of(cast.chen).get(url).status_code == 404


# Photographs


def test_a_photograph_keeps_neither_place_nor_camera(reviewing, cast):
    kept = add_photo(visit_of(), title="查档大厅", upload=photo(), by=cast.pan, at=REVIEWED)
    client = client_of(cast.pan)

    for stored, edge in ((kept.file, 900), (kept.thumb, 320)):
        data = b"".join(client.get(stored.get_absolute_url()))
        image = Image.open(io.BytesIO(data))
        assert not image.getexif()
        assert b"SecretCamera" not in data
        assert max(image.size) == edge
        assert stored.purpose == "visit"


def test_photographs_are_read_by_those_who_may_see_the_visit(reviewing, cast):
    kept = add_photo(visit_of(), title="查档大厅", upload=photo(), by=cast.pan, at=REVIEWED)
    recuse_rater(reviewing.rater(cast.chen), visit_of().application, reason="亲属", by=cast.omar, at=AT)
    url = kept.thumb.get_absolute_url()

    for user in (cast.pan, cast.omar, cast.audrey):
        answer = client_of(user).get(url)
        assert answer.status_code == 200, user
        assert b"".join(answer)
    for user in (cast.chen, cast.sun, cast.alice, cast.bob, cast.ada):
        assert client_of(user).get(url).status_code == 404, user


def test_photographs_change_only_while_nobody_has_signed(reviewing, cast):
    record(reviewing)
    first = add_photo(visit_of(), title="大厅", upload=photo(), by=cast.pan, at=REVIEWED)
    sign(reviewing, "A001", cast.pan)
    with pytest.raises(DomainError, match="signed this record with its photographs"):
        add_photo(visit_of(), title="又一张", upload=photo(), by=cast.pan, at=REVIEWED)
    sign(reviewing, "A001", cast.chen)
    with pytest.raises(StaleState, match="closed"):
        remove_photo(first, by=cast.pan, at=REVIEWED)
    with pytest.raises(NotAllowed):
        remove_photo(first, by=cast.omar, at=REVIEWED)


def test_a_photograph_is_removed_with_its_files(reviewing, cast):
    kept = add_photo(visit_of(), title="大厅", upload=photo(), by=cast.pan, at=REVIEWED)

    answer = client_of(cast.pan).post(f"{ONE}photos/{kept.file.key}/remove/")

    assert answer.status_code == 302
    assert not VisitPhoto.objects.exists()
    assert not StoredFile.objects.filter(purpose="visit").exists()
    assert client_of(cast.pan).post(f"{ONE}photos/{kept.file.key}/remove/").status_code == 404


def test_there_are_at_most_so_many(reviewing, cast):
    for number in range(MOST_PHOTOS):
        add_photo(visit_of(), title=f"第{number}张", upload=photo(size=(64, 64)), by=cast.pan, at=REVIEWED)

    with pytest.raises(DomainError, match="at most 12"):
        add_photo(visit_of(), title="太多", upload=photo(), by=cast.pan, at=REVIEWED)


def bad_files():
    yield "empty", SimpleUploadedFile("a.jpg", b"")
    yield "no picture", SimpleUploadedFile("a.jpg", b"<svg onload=alert(1)></svg>")
    yield "cut off", SimpleUploadedFile("a.jpg", photo().read()[:300])
    yield "too small", photo(size=(20, 20))


@pytest.mark.parametrize(("kind", "file"), list(bad_files()))
def test_a_doubtful_file_is_refused_and_its_title_stays(reviewing, cast, kind, file):
    page = english(cast.pan).post(f"{ONE}photos/", {"title": "查档大厅正面", "file": file})

    assert page.status_code == 200, kind
    assert "查档大厅正面" in page.content.decode()
    assert not StoredFile.objects.filter(purpose="visit").exists()


def test_photographs_and_signatures_have_their_place_on_the_page(reviewing, cast):
    client = english(cast.pan)
    record(reviewing)

    assert client.post(f"{ONE}photos/", {"title": "大厅", "file": photo()}).status_code == 302
    assert client.post(f"{ONE}photos/", {"title": "", "file": photo()}).status_code == 200
    assert client_of(cast.omar).post(f"{ONE}photos/", {"title": "x", "file": photo()}).status_code == 403
    text = client.get(ONE).content.decode()
    assert 'alt="大厅"' in text
    for revision in ("", "x", "0", "9" * 12):
        assert client.post(f"{ONE}sign/", {"revision": revision}).status_code == 409
    assert client.post(f"{ONE}sign/", {"revision": "1"}).status_code == 302
    assert client_of(cast.omar).post(f"{ONE}sign/", {"revision": "1"}).status_code == 403
    assert client_of(cast.sun).post(f"{ONE}sign/", {"revision": "1"}).status_code == 404
    assert (
        reverse("evaluation:visit-list", args=["2031-small"])
        in client_of(cast.chen).get("/my/").content.decode()
    )
