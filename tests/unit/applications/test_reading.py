"""Who reads what, what changed between versions, and what the rail says."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from applications import services
from applications.enums import ApplicationStatus
from applications.lifecycle import APPLICATION
from applications.models import Application
from applications.selectors.record import record_of
from applications.selectors.steps import rail_of
from applications.selectors.versions import changes_between
from brandportal.kit.files import may_read, store_bytes
from brandportal.kit.models import StoredFile
from tests.filing import filed, filled, open_round, returned, sent, started


def test_draft_is_its_units_own_affair(cast):
    started(open_round(cast), cast.archives, cast.alice)

    seen = {one.username for one in cast.everybody if Application.objects.visible_to(one).exists()}

    assert seen == {"alice", "bob"}


def test_filed_application_is_seen_by_those_who_oversee(cast):
    filed(cast, open_round(cast))

    seen = {one.username for one in cast.everybody if Application.objects.visible_to(one).exists()}

    assert seen == {"alice", "bob", "omar", "audrey", "sec"}


def test_view_of_an_application_has_two_faces_that_agree(cast):
    round = open_round(cast)
    for application in (filed(cast, round), started(round, cast.tourism, cast.mallory)):
        for user in cast.everybody:
            sees = Application.objects.visible_to(user).filter(pk=application.pk).exists()
            assert user.has_perm("applications.view_application", application) == sees, user


def test_organizer_reads_what_was_filed_not_what_is_being_written(cast):
    application = returned(cast, open_round(cast))
    services.save_application(
        application, by=cast.alice, revision=application.revision, fields={"slogan": "还没写完"}
    )

    assert record_of(application, cast.omar).dossier.slogan == "一份档案，一座桥"
    assert record_of(application, cast.alice).dossier.slogan == "还没写完"


def test_attached_file_of_a_draft_is_read_by_its_unit_only(cast):
    application = filled(open_round(cast), cast.archives, cast.alice)
    stored = paper()
    services.add_attachment(application, title="统计表", file=stored, by=cast.alice)

    readers = {one.username for one in cast.everybody if may_read(one, stored)}

    assert readers == {"alice", "bob"}


def test_attached_file_of_a_filing_stays_after_it_is_removed_from_the_draft(cast):
    application = filled(open_round(cast), cast.archives, cast.alice)
    stored = paper()
    attachment = services.add_attachment(application, title="统计表", file=stored, by=cast.alice)
    services.submit_application(services.send_application(application, by=cast.alice), by=cast.bob)
    services.return_application(application, [{"part": "attachments", "text": "重传"}], by=cast.omar)

    attachment.application.refresh_from_db()
    services.remove_attachment(attachment, by=cast.alice)

    assert may_read(cast.omar, stored)
    assert StoredFile.objects.filter(pk=stored.pk).exists()


def test_removed_file_of_a_draft_leaves_nothing_behind(cast, django_capture_on_commit_callbacks):
    application = filled(open_round(cast), cast.archives, cast.alice)
    attachment = services.add_attachment(application, title="统计表", file=paper(), by=cast.alice)

    with django_capture_on_commit_callbacks(execute=True):
        services.remove_attachment(attachment, by=cast.alice)

    assert StoredFile.objects.filter(purpose="application").count() == 0


def paper() -> StoredFile:
    upload = SimpleUploadedFile("表.pdf", b"%PDF-1.4", "application/pdf")
    return store_bytes(upload.read(), name="表.pdf", content_type="application/pdf", purpose="application")


def test_versions_are_compared_clause_by_clause(cast):
    round = open_round(cast)
    application = returned(cast, round)
    text = "一、品牌基本情况，已补充。\n二、机关文化。"
    services.save_application(
        application, by=cast.alice, revision=application.revision, fields={"main_text": text}
    )
    services.submit_application(services.send_application(application, by=cast.alice), by=cast.bob)

    first, second = application.filings.order_by("number")
    (change,) = changes_between(first, second, round)

    assert change.label == "Main text"
    assert [(piece.kind, piece.text) for piece in change.pieces if piece.kind != "same"] == [
        ("gone", "品牌基本情况。"),
        ("new", "品牌基本情况，已补充。"),
    ]


def test_rail_counts_what_is_filled_in(cast):
    round = open_round(cast)
    empty, full = started(round, cast.tourism, cast.mallory), filled(round, cast.archives, cast.alice)

    assert (rail_of(empty).share, rail_of(full).share) == (0, 100)
    assert [line.note for line in rail_of(full, "text").lines][:3] == [
        "2 of 2 filled in",
        "3 of 3 filled in",
        "4 of 4 filled in",
    ]
    assert [line.state for line in rail_of(full, "text").lines] == [
        "is-done",
        "is-done",
        "is-done",
        "is-now",
        "is-done",
        "",
    ]


def test_defect_marks_its_step(cast):
    application = returned(cast, open_round(cast), ("self_check.tasks", "未写问题"))

    states = {line.step.value: line.state for line in rail_of(application).lines}

    assert states["self-check"] == "is-bad"
    assert states["brand"] == "is-done"


ROLES_OF = {
    "send": {"alice"},
    "recall": {"alice"},
    "send_back": {"bob"},
    "submit": {"bob"},
    "accept": {"omar"},
    "return": {"omar"},
    "withdraw": {"bob"},
    "shortlist": {"omar"},
    "eliminate": {"omar"},
    "designate": {"omar"},
    "pass_over": {"omar"},
}


@pytest.mark.parametrize("status", ApplicationStatus.values)
def test_every_deed_in_every_state_by_everybody(cast, status):
    application = sent(cast, open_round(cast))
    Application.objects.filter(pk=application.pk).update(status=status)
    application.refresh_from_db()

    for row in APPLICATION.transitions:
        able = {
            user.username
            for user in cast.everybody
            if APPLICATION.why_not(application, row.action, user) is None
        }
        assert able == (ROLES_OF[row.action] if status in row.sources else set()), row.action
