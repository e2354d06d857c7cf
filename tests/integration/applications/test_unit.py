"""A unit at its form: saving, refusals, uploads, sign-off. Requests speak Chinese."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from applications import services
from applications.models import Application
from brandportal.kit.models import StoredFile
from tests.cast import client_of
from tests.filing import TEXTS, filed, filled, open_round, picture, returned, sent, started

HOME = "/applications/2026-ten/A001/"
BRAND = {"brand_name": "文档连心桥", "slogan": "一座桥", "meaning": "档案连接群众。"}


def step(name):
    return f"{HOME}edit/{name}/"


def test_drafter_starts_from_the_page_of_the_round(cast):
    open_round(cast)
    client = client_of(cast.alice)

    page = client.get("/rounds/2026-ten/")
    answer = client.post("/rounds/2026-ten/apply/")

    assert "/rounds/2026-ten/apply/" in page.content.decode()
    assert answer["Location"] == step("unit")
    assert Application.objects.get().unit == cast.archives


def test_button_saves_and_goes_on_without_a_script(cast):
    application = started(open_round(cast), cast.archives, cast.alice)
    client = client_of(cast.alice)

    answer = client.post(step("brand"), BRAND | {"revision": "1"})

    application.refresh_from_db()
    assert answer["Location"] == step("self-check")
    assert (application.brand_name, application.revision) == ("文档连心桥", 2)


def test_form_saves_itself_and_hands_back_the_new_revision(cast):
    application = started(open_round(cast), cast.archives, cast.alice)

    answer = client_of(cast.alice).post(f"{step('text')}save/", {"main_text": "第一段", "revision": "1"})

    application.refresh_from_db()
    text = answer.content.decode()
    assert application.main_text == "第一段"
    assert 'data-state="saved"' in text
    assert 'name="revision" id="id_revision" value="2"' in text


def test_stale_tab_gets_both_values_and_loses_nothing(cast):
    application = started(open_round(cast), cast.archives, cast.alice)
    client = client_of(cast.alice)
    client.post(step("brand"), BRAND | {"slogan": "先存的口号", "revision": "1"})

    page = client.post(step("brand"), BRAND | {"slogan": "后写的口号", "revision": "1"})
    line = client.post(f"{step('brand')}save/", BRAND | {"slogan": "后写的口号", "revision": "1"})

    application.refresh_from_db()
    assert (page.status_code, line.status_code) == (409, 409)
    for answer in (page, line):
        assert "先存的口号" in answer.content.decode()
        assert "后写的口号" in answer.content.decode()
    assert application.slogan == "先存的口号"


def test_stale_tab_may_be_saved_knowingly(cast):
    application = started(open_round(cast), cast.archives, cast.alice)
    client = client_of(cast.alice)
    client.post(step("brand"), BRAND | {"slogan": "先存的口号", "revision": "1"})

    answer = client.post(step("brand"), BRAND | {"slogan": "后写的口号", "revision": "1", "over": "2"})

    application.refresh_from_db()
    assert answer.status_code == 302
    assert application.slogan == "后写的口号"


def test_own_earlier_save_is_no_conflict(cast):
    started(open_round(cast), cast.archives, cast.alice)
    client = client_of(cast.alice)
    client.post(f"{step('brand')}save/", BRAND | {"revision": "1"})

    assert client.post(step("brand"), BRAND | {"revision": "1"}).status_code == 302


def test_text_typed_after_it_was_sent_is_shown_again(cast):
    sent(cast, open_round(cast))

    answer = client_of(cast.alice).post(step("text"), {"main_text": "晚了的一段", "revision": "1"})

    assert answer.status_code == 409
    assert "晚了的一段" in answer.content.decode()
    assert Application.objects.get().main_text == TEXTS["main_text"]


def test_overrun_is_kept_and_shown(cast):
    started(open_round(cast), cast.archives, cast.alice)
    client = client_of(cast.alice)
    client.post(step("text"), {"main_text": "字" * 210, "revision": "1"})

    page = client.get(step("check")).content.decode()

    assert Application.objects.get().main_text == "字" * 210
    assert "现有 210 字，限 200 字，请删减 10 字" in page


def test_invisible_character_is_named_and_nothing_is_lost(cast):
    started(open_round(cast), cast.archives, cast.alice)

    page = client_of(cast.alice).post(step("brand"), BRAND | {"slogan": "一\u202e座桥", "revision": "1"})

    text = page.content.decode()
    assert page.status_code == 200
    assert "U+202E" in text
    assert "档案连接群众。" in text
    assert Application.objects.get().brand_name == ""


def png_of(width, height):
    """A few hundred bytes that claim `width` × `height` pixels."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def bomb_text():
    """A valid small picture that carries 60 MB of text, 60 KB packed."""
    out = io.BytesIO()
    Image.new("RGB", (100, 100)).save(out, "PNG")
    plain = out.getvalue()
    data = b"Comment\0\0" + zlib.compress(b"A" * 60_000_000)
    text = struct.pack(">I", len(data)) + b"zTXt" + data + struct.pack(">I", zlib.crc32(b"zTXt" + data))
    return plain[:33] + text + plain[33:]


BAD_PICTURES = {
    "empty": (b"", "文件是空的"),
    "one byte": (b"\x89", "不是可以读取的图片"),
    "no picture": (b"MZ" + b"\0" * 500, "不是可以读取的图片"),
    "script": (
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "不是可以读取的图片",
    ),
    "pdf": (b"%PDF-1.4\n%%EOF", "不是可以读取的图片"),
    "cut off": (png_of(100, 100)[:60], "不是可以读取的图片"),
    "20000 × 20000": (png_of(20_000, 20_000), "6000"),
    "1 × 60000": (png_of(1, 60_000), "6000"),
    "1 × 1": (png_of(1, 1), "64"),
    "too heavy": (b"\x89PNG" + b"\0" * (5 * 1024 * 1024 + 1), "5 MB"),
    "60 MB of text": (bomb_text(), "不是可以读取的图片"),
}


@pytest.mark.parametrize("kind", BAD_PICTURES)
@pytest.mark.parametrize("by_itself", [True, False])
def test_bad_picture_is_refused_and_nothing_is_lost(cast, kind, by_itself):
    data, sentence = BAD_PICTURES[kind]
    application = filled(open_round(cast), cast.archives, cast.alice)
    logo, files = application.logo, StoredFile.objects.count()
    upload = SimpleUploadedFile("标识.png", data, "image/png")
    client = client_of(cast.alice)

    if by_itself:
        answer = client.post(f"{HOME}edit/logo/", {"logo": upload})
    else:
        typed = BRAND | {"meaning": "刚写的释义", "revision": str(application.revision), "logo": upload}
        answer = client.post(step("brand"), typed)

    application.refresh_from_db()
    assert answer.status_code == (422 if by_itself else 200)
    assert "品牌标识：" in answer.content.decode()
    assert sentence in answer.content.decode()
    assert (application.logo, StoredFile.objects.count()) == (logo, files)
    if not by_itself:
        assert "刚写的释义" in answer.content.decode()


def test_picture_is_drawn_anew_and_replaces_the_old_one(cast, django_capture_on_commit_callbacks):
    application = filled(open_round(cast), cast.archives, cast.alice)
    old = application.logo

    with django_capture_on_commit_callbacks(execute=True):
        answer = client_of(cast.alice).post(f"{HOME}edit/logo/", {"logo": picture(300, "JPEG", "新.jpg")})

    application.refresh_from_db()
    assert answer.status_code == 200
    assert application.logo != old
    assert not StoredFile.objects.filter(pk=old.pk).exists()
    picture_page = client_of(cast.alice).get(application.logo.get_absolute_url())
    assert b"".join(picture_page.streaming_content).startswith(b"\xff\xd8\xff")
    assert picture_page["Content-Type"] == "image/jpeg"


def test_attachment_that_is_no_document_is_refused_with_its_name(cast):
    started(open_round(cast), cast.archives, cast.alice)
    upload = SimpleUploadedFile("报告.docx", b"PK\x03\x04" + b"\0" * 100)

    page = client_of(cast.alice).post(step("attachments"), {"title": "工作报告", "file": upload})

    text = page.content.decode()
    assert page.status_code == 200
    assert "报告.docx" in text
    assert 'value="工作报告"' in text
    assert StoredFile.objects.count() == 0


def test_attachment_without_a_file_is_asked_for(cast):
    started(open_round(cast), cast.archives, cast.alice)

    page = client_of(cast.alice).post(step("attachments"), {"title": "工作报告"})

    assert "还没有选择" in page.content.decode()


def test_attachment_is_added_shown_and_removed(cast):
    application = started(open_round(cast), cast.archives, cast.alice)
    client = client_of(cast.alice)

    client.post(step("attachments"), {"title": "现场照片", "file": picture()})
    page = client.get(step("attachments")).content.decode()
    key = application.attachments.get().file.key
    client.post(f"{HOME}attachments/{key}/remove/")

    assert "现场照片" in page
    assert application.attachments.count() == 0


def test_defects_stand_at_their_steps(cast):
    returned(cast, open_round(cast), ("logo", "标识不清晰"), ("main_text", "没有写统计期"))
    client = client_of(cast.alice)

    brand, text, unit = (client.get(step(name)).content.decode() for name in ("brand", "text", "unit"))

    assert ("标识不清晰" in brand, "没有写统计期" in brand) == (True, False)
    assert ("标识不清晰" in text, "没有写统计期" in text) == (False, True)
    assert "标识不清晰" not in unit


def test_drafter_sends_and_approver_files(cast):
    application = filled(open_round(cast), cast.archives, cast.alice)

    client_of(cast.alice).post(f"{HOME}send/")
    page = client_of(cast.bob).get(f"{HOME}sign-off/")
    answer = client_of(cast.bob).post(f"{HOME}submit/")

    application.refresh_from_db()
    assert "签批并报送" in page.content.decode()
    assert answer["Location"] == HOME
    assert (application.status, application.filings_count) == ("submitted", 1)


def test_approver_who_drafted_is_told_why_not(cast):
    sent(cast, open_round(cast))
    cast.alice.grants.create(role="approver")

    page = client_of(cast.alice).get(f"{HOME}sign-off/")
    answer = client_of(cast.alice).post(f"{HOME}submit/")

    assert "填报人不能签批自己填报的申报件" in page.content.decode()
    assert answer.status_code == 422
    assert "填报人不能签批自己填报的申报件" in answer.content.decode()
    assert Application.objects.get().filings.count() == 0


def test_approver_gives_back_with_a_reason(cast):
    application = sent(cast, open_round(cast))
    client = client_of(cast.bob)

    empty = client.post(f"{HOME}sign-off/", {"reason": " "})
    client.post(f"{HOME}sign-off/", {"reason": "口号太长"})

    application.refresh_from_db()
    assert "请写明需要修改的内容" in empty.content.decode()
    assert application.status == "draft"
    assert "口号太长" in client_of(cast.alice).get(step("brand")).content.decode()


def test_incomplete_draft_cannot_be_sent_by_hand(cast):
    started(open_round(cast), cast.archives, cast.alice)

    answer = client_of(cast.alice).post(f"{HOME}send/")

    assert answer.status_code == 422
    assert "申报材料还没有填写" in answer.content.decode()


def test_post_after_the_deadline_is_refused_with_the_rule_and_text_is_kept(cast):
    round = open_round(cast, shift=-11)
    application = filled(round, cast.archives, cast.alice)
    client = client_of(cast.alice)

    saved = client.post(step("text"), {"main_text": "又改了", "revision": str(application.revision)})
    page = client.get(step("check")).content.decode()
    answer = client.post(f"{HOME}send/")

    application.refresh_from_db()
    assert (saved.status_code, application.main_text) == (302, "又改了")
    assert answer.status_code == 422
    for text in (page, answer.content.decode()):
        assert "24:00（北京时间）截止。已保存的内容仍然保留，但不能再报送。" in text
    assert application.status == "draft"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "edit/brand/",
        "edit/brand/save/",
        "edit/logo/",
        "filings/1/",
        "print/",
        "sign-off/",
        "submit/",
        "send/",
    ],
)
def test_foreign_application_is_not_there(cast, address):
    filed(cast, open_round(cast))
    client = client_of(cast.mallory)

    answers = {client.get(HOME + address).status_code, client.post(HOME + address).status_code}

    assert 200 not in answers
    assert 404 in answers
    assert answers <= {404, 405}
    # The same answer as for one that does not exist.
    assert client.get("/applications/2026-ten/A999/").status_code == 404


@pytest.mark.parametrize("address", ["edit/brand/", "return/"])
def test_insider_without_the_verb_is_refused(cast, address):
    filed(cast, open_round(cast))

    assert client_of(cast.audrey).get(HOME + address).status_code == 403


def test_unknown_step_and_action_are_not_there(cast):
    started(open_round(cast), cast.archives, cast.alice)
    client = client_of(cast.alice)

    assert client.get(step("moon")).status_code == 404
    assert client.post(f"{HOME}designate/").status_code == 404


def test_filed_version_shows_what_changed(cast):
    application = returned(cast, open_round(cast))
    services.save_application(
        application, by=cast.alice, revision=application.revision, fields={"slogan": "改过的口号"}
    )
    services.submit_application(services.send_application(application, by=cast.alice), by=cast.bob)

    page = client_of(cast.bob).get(f"{HOME}filings/2/").content.decode()

    assert "<ins>改过的口号</ins>" in page
    assert application.filings.get(number=2).digest in page


def test_home_says_what_awaits_the_unit(cast):
    round = open_round(cast)
    assert "开始申报" in client_of(cast.alice).get("/my/").content.decode()

    sent(cast, round)

    assert "审阅签批" in client_of(cast.bob).get("/my/").content.decode()
