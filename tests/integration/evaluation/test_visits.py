"""Site visits of the panel, and what rests on them."""

import json
from datetime import date

import pytest

from brandportal.kit.errors import DomainError, InputErrors, NotAllowed, StaleState
from evaluation.enums import VisitStatus
from evaluation.models import SiteVisit
from evaluation.selectors.visits import checklist_of
from evaluation.services.recusals import recuse_rater
from evaluation.services.sheets import sign_sheets
from evaluation.services.visit_signing import sign_visit
from evaluation.services.visits import record_visit
from tests.cast import person
from tests.declarations import declare_free
from tests.integration.evaluation.conftest import AT, REVIEWED


def visit_of(code="A001"):
    return SiteVisit.objects.select_related("application", "round").get(application__code=code)


def record(desk, code="A001", **changes):
    facts = {
        "visited_on": date(2031, 5, 9),
        "place": "市档案局查档大厅",
        "findings": "窗口开放，公示栏内容与申报材料一致。",
        "members": [desk.cast.pan, desk.cast.chen],
        "checks": {"visit": ("yes", "")},
        "by": desk.cast.pan,
        "at": REVIEWED,
    }
    return record_visit(visit_of(code), **(facts | changes))


def sign(desk, code="A001", *users, revision=None):
    """The signatures of `users`, by default of both who were there."""
    for user in users or (desk.cast.pan, desk.cast.chen):
        visit = visit_of(code)
        revision = visit.revision if revision is None else revision
        sign_visit(visit, by=user, revision=revision, at=REVIEWED)


def test_a_visit_goes_on_record_with_its_members(reviewing, cast):
    visit = record(reviewing)

    assert visit.status == VisitStatus.RECORDED
    assert set(visit.members.all()) == {cast.pan, cast.chen}
    assert (visit_of().recorded_by, visit_of().revision) == (cast.pan, 1)


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"place": " "}, "place", "part of the record"),
        ({"findings": ""}, "findings", "part of the record"),
        ({"findings": "长" * 4001}, "findings", "at most 4000"),
        ({"findings": "看不见\u0000的"}, "findings", "invisible character"),
        ({"visited_on": date(2031, 5, 11)}, "visited_on", "lies ahead"),
    ],
)
def test_a_record_is_complete_or_refused(reviewing, changes, field, says):
    with pytest.raises(InputErrors, match=says) as refused:
        record(reviewing, **changes)

    assert [error.field for error in refused.value.errors] == [field]
    assert not visit_of().is_recorded


def test_one_member_is_not_enough(reviewing, cast):
    with pytest.raises(InputErrors, match="at least 2 members"):
        record(reviewing, members=[cast.pan])
    with pytest.raises(InputErrors, match="at least 2 members"):
        record(reviewing, members=[cast.pan, cast.pan])


def test_only_the_panel_is_present_and_nobody_recused(reviewing, cast):
    with pytest.raises(InputErrors, match="Sun cannot be named"):
        record(reviewing, members=[cast.pan, cast.sun])

    recuse_rater(reviewing.rater(cast.chen), visit_of().application, reason="亲属任职", by=cast.chen, at=AT)
    with pytest.raises(InputErrors, match="Chen cannot be named"):
        record(reviewing)


def test_only_the_panel_records(reviewing, cast):
    for user in (cast.omar, cast.sun, cast.sec):
        with pytest.raises(NotAllowed):
            record(reviewing, by=user)


def test_a_stale_record_is_refused(reviewing):
    record(reviewing)

    with pytest.raises(StaleState, match="changed elsewhere"):
        record(reviewing, revision=0, place="另一处")
    assert visit_of().place == "市档案局查档大厅"


def test_a_record_can_be_corrected_until_two_have_signed(reviewing, cast):
    record(reviewing)
    sign(reviewing, "A001", cast.pan)
    record(reviewing, revision=1, place="市档案局三楼")

    assert visit_of().place == "市档案局三楼"
    assert not visit_of().signatures.exists()
    sign(reviewing)
    with pytest.raises(DomainError, match="which closed it"):
        record(reviewing, revision=2, place="又一处")
    with pytest.raises(NotAllowed):
        record(reviewing, revision=2, by=cast.omar)


def test_the_second_signature_closes_the_record(reviewing, cast):
    record(reviewing)
    sign(reviewing, "A001", cast.chen)
    assert visit_of().status == VisitStatus.RECORDED
    sign(reviewing, "A001", cast.pan)

    assert visit_of().is_signed
    assert {one.user for one in visit_of().signatures.all()} == {cast.pan, cast.chen}


def test_only_those_who_were_there_sign_and_each_once(reviewing, cast):
    with pytest.raises(DomainError, match="not on record"):
        sign(reviewing, "A001", cast.pan)
    third = add_member(reviewing, "third")
    record(reviewing)
    for user in (cast.omar, cast.sun, cast.audrey):
        with pytest.raises(NotAllowed):
            sign(reviewing, "A001", user)
    with pytest.raises(DomainError, match="not named among them"):
        sign(reviewing, "A001", third)
    sign(reviewing, "A001", cast.pan)
    with pytest.raises(DomainError, match="signed this record already"):
        sign(reviewing, "A001", cast.pan)
    with pytest.raises(StaleState, match="corrected in the meantime"):
        sign(reviewing, "A001", cast.chen, revision=0)
    recuse_rater(reviewing.rater(cast.chen), visit_of().application, reason="亲属任职", by=cast.chen, at=AT)
    with pytest.raises(NotAllowed):
        sign(reviewing, "A001", cast.chen)


def test_a_third_member_signs_a_closed_record_and_changes_nothing(reviewing, cast):
    third = add_member(reviewing, "third")
    record(reviewing, members=[cast.pan, cast.chen, third])
    sign(reviewing)
    sign(reviewing, "A001", third)

    assert visit_of().signatures.count() == 3


def add_member(desk, username):
    """One more member of the panel, who has declared."""
    member = person(username, "panel")
    desk.assign("panel", desk.cast.pan, desk.cast.chen, member)
    declare_free(desk.round, member, at=REVIEWED)
    return member


def test_members_have_declared_before_they_are_named(reviewing, cast):
    late = person("late", "panel")
    reviewing.assign("panel", cast.pan, cast.chen, late)

    with pytest.raises(InputErrors, match="Late must sign the declaration"):
        record(reviewing, members=[cast.pan, late])


@pytest.mark.parametrize(
    ("checks", "field"),
    [
        ({}, "seen-visit"),
        ({"visit": ("maybe", "")}, "seen-visit"),
        ({"visit": ("yes", "长" * 301)}, "note-visit"),
    ],
)
def test_every_line_of_the_checklist_is_answered(reviewing, checks, field):
    with pytest.raises(InputErrors) as refused:
        record(reviewing, checks=checks)

    assert [error.field for error in refused.value.errors] == [field]


def test_the_checklist_is_that_of_the_rules(reviewing):
    document = json.loads(reviewing.round.rules)
    document["filing"]["standards"] = [
        {"key": "name", "help": [{"zh": "好懂好记", "en": "Easy"}]},
        {"key": "standard", "help": []},
    ]
    type(reviewing.round).objects.update(rules=json.dumps(document))
    lines = checklist_of(visit_of().round)

    assert [(line.key, line.title, line.points) for line in lines] == [
        ("name", "Brand name", ["Easy"]),
        ("standard", "Service standard", []),
    ]
    record(reviewing, checks={"name": ("partly", "标识偏小"), "standard": ("unseen", "")})
    assert [row["seen"] for row in visit_of().checks] == ["partly", "unseen"]


def test_a_sheet_is_not_signed_before_the_record_is_closed(reviewing, cast):
    record(reviewing)
    sign(reviewing)
    reviewing.fill(cast.pan, papers="50", visit="35")

    with pytest.raises(InputErrors, match="游客知友: the site visit is not recorded"):
        sign_sheets(reviewing.rater(cast.pan), by=cast.pan, at=REVIEWED)
    record(reviewing, code="A002")
    with pytest.raises(InputErrors, match="游客知友: the record of the site visit awaits signatures"):
        sign_sheets(reviewing.rater(cast.pan), by=cast.pan, at=REVIEWED)
    sign(reviewing, "A002")
    assert sign_sheets(reviewing.rater(cast.pan), by=cast.pan, at=REVIEWED) == 2


def test_the_panels_scores_have_their_own_maxima(reviewing, cast):
    with pytest.raises(InputErrors, match="0 to 60"):
        reviewing.fill(cast.pan, papers="61")
    with pytest.raises(InputErrors, match="0 to 40"):
        reviewing.fill(cast.pan, visit="41")
