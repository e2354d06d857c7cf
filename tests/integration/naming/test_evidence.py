"""Evidence of an objection: looked into before anything is kept, drawn anew, for the handlers alone."""

import io

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from applications.models import Application
from brandportal.kit import clock, files
from brandportal.kit.files import Checked
from brandportal.kit.models import StoredFile
from naming.models import Notice, Objection
from naming.services import file_objection
from tests.cast import client_of, person
from tests.committee import DURING

pytestmark = pytest.mark.django_db
TYPED = {"application": "A001", "identity": "anonymous", "text": "上月十二日办事等候过久"}


@pytest.fixture
def url(notice) -> str:
    """The form of a notice whose days are running now."""
    Notice.objects.update(first_day=clock.today(), last_day=clock.today())
    return reverse("naming:objection-create", args=[notice.round.code])


def picture(**info) -> bytes:
    data = io.BytesIO()
    image = Image.new("RGB", (80, 60), "teal")
    exif = image.getexif()
    exif[0x010F] = "SECRET-CAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    image.save(data, "JPEG", exif=exif)
    return data.getvalue()


def pdf(script: str = "") -> bytes:
    data = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        if script:
            made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=script)
        made.save(data)
    return data.getvalue()


def send(url: str, *uploads: tuple[str, bytes], **typed: str):
    evidence = [SimpleUploadedFile(name, data) for name, data in uploads]
    return Client().post(url, TYPED | typed | {"evidence": evidence})


def test_pictures_are_drawn_anew_and_papers_kept(url):
    send(url, ("现场 照片.jpg", picture()), ("证明.pdf", pdf()))

    kept = list(Objection.objects.get().evidence.order_by("content_type"))
    assert [one.name for one in kept] == ["证明.pdf", "现场 照片.jpg"]
    with default_storage.open(kept[1].path) as stored:
        data = stored.read()
    assert b"SECRET-CAMERA" not in data
    assert Image.open(io.BytesIO(data)).getexif() == {}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.pdf", b""),
        ("page.html", b"<html><script>alert(1)</script></html>"),
        ("run.exe", b"MZ\x90\x00"),
        ("photo.jpg", b"\xff\xd8\xff not really a picture"),
        ("half.png", b"\x89PNG\r\n\x1a\n"),
        ("half.pdf", b"%PDF-1.7 nothing more"),
        ("script.pdf", pdf("app.alert(1)")),
        ("vector.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("archive.zip", b"PK\x03\x04"),
    ],
)
def test_what_may_not_be_kept_is_refused_at_its_field_and_leaves_nothing(url, name, data):
    page = send(url, ("good.jpg", picture()), (name, data))

    assert set(page.context["form"].errors) == {"evidence"}
    assert page.context["files_lost"]
    assert "上月十二日办事等候过久" in page.content.decode()
    assert not Objection.objects.exists()
    assert not StoredFile.objects.filter(purpose="objection").exists()


def test_six_files_are_too_many(url):
    page = send(url, *[(f"{n}.jpg", picture()) for n in range(6)])

    assert "evidence" in page.context["form"].errors


def test_together_they_are_bounded(url, monkeypatch):
    monkeypatch.setattr("naming.forms.objections.MOST_MEGABYTES", 0.0001)

    assert "evidence" in send(url, ("a.jpg", picture())).context["form"].errors


def test_a_name_made_to_deceive_is_kept_harmless(url):
    send(url, ("../../etc/\u202egpj.exe", picture()))

    stored = Objection.objects.get().evidence.get()
    assert (stored.name, stored.path.startswith("objection/")) == ("gpj.jpg", True)


def test_a_late_objection_stores_no_file(notice):
    url = reverse("naming:objection-create", args=[notice.round.code])

    page = send(url, ("good.jpg", picture()))

    assert page.context["form"].non_field_errors()
    assert not StoredFile.objects.filter(purpose="objection").exists()


def test_if_one_file_cannot_be_kept_none_stays_behind(notice, monkeypatch):
    paths, store = [], files.store_bytes

    def break_at_the_second(*args, **kwargs):
        if paths:
            msg = "the disk is full"
            raise OSError(msg)
        stored = store(*args, **kwargs)
        paths.append(stored.path)
        return stored

    monkeypatch.setattr(files, "store_bytes", break_at_the_second)
    checked = [Checked(picture(), "a.jpg", "image/jpeg")] * 2

    with pytest.raises(OSError, match="full"):
        file_objection(notice, Application.objects.get(code="A001"), text="事实", evidence=checked, at=DURING)

    assert not default_storage.exists(paths[0])
    assert not Objection.objects.exists()


def test_evidence_is_for_the_handlers_alone(notice, cast):
    checked = [Checked(picture(), "a.jpg", "image/jpeg")]
    filed = file_objection(
        notice, Application.objects.get(code="A001"), text="事实", evidence=checked, at=DURING
    )
    url = filed.evidence.get().get_absolute_url()
    own = person("olga", "organizer", cast.archives)

    seen = client_of(cast.omar).get(url)
    assert (seen.status_code, b"".join(seen.streaming_content)[:3]) == (200, b"\xff\xd8\xff")
    assert Client().get(url).status_code == 404
    for user in (cast.audrey, cast.sec, cast.alice, cast.ada, own):
        assert client_of(user).get(url).status_code == 404, user.username
    assert "a.jpg" not in client_of(cast.audrey).get(filed.get_absolute_url()).content.decode()
