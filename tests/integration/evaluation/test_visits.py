"""Site visits of the panel, and what rests on them."""

from datetime import date

import pytest

from brandportal.kit.errors import DomainError, InputErrors, NotAllowed, StaleState
from evaluation.enums import VisitStatus
from evaluation.models import SiteVisit
from evaluation.services.recusals import recuse_rater
from evaluation.services.sheets import sign_sheets
from evaluation.services.visits import record_visit
from tests.integration.evaluation.conftest import AT, REVIEWED


def visit_of(code="A001"):
    return SiteVisit.objects.select_related("application", "round").get(application__code=code)


def record(desk, code="A001", **changes):
    facts = {
        "visited_on": date(2031, 5, 9),
        "place": "市档案局查档大厅",
        "findings": "窗口开放，公示栏内容与申报材料一致。",
        "members": [desk.cast.pan, desk.cast.chen],
        "by": desk.cast.pan,
        "at": REVIEWED,
    }
    return record_visit(visit_of(code), **(facts | changes))


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


def test_a_record_can_be_corrected_until_a_sheet_rests_on_it(reviewing, cast):
    record(reviewing)
    record(reviewing, revision=1, place="市档案局三楼")
    record(reviewing, code="A002")
    reviewing.fill_and_sign(cast.pan, papers="50", visit="35")

    assert visit_of().place == "市档案局三楼"
    with pytest.raises(DomainError, match="can no longer be changed"):
        record(reviewing, revision=2, place="又一处")
    with pytest.raises(NotAllowed):
        record(reviewing, revision=2, by=cast.omar)


def test_a_sheet_is_not_signed_before_the_visit_is_on_record(reviewing, cast):
    record(reviewing)
    reviewing.fill(cast.pan, papers="50", visit="35")

    with pytest.raises(InputErrors, match="游客知友: the site visit is not recorded"):
        sign_sheets(reviewing.rater(cast.pan), by=cast.pan, at=REVIEWED)
    record(reviewing, code="A002")
    assert sign_sheets(reviewing.rater(cast.pan), by=cast.pan, at=REVIEWED) == 2


def test_the_panels_scores_have_their_own_maxima(reviewing, cast):
    with pytest.raises(InputErrors, match="0 to 60"):
        reviewing.fill(cast.pan, papers="61")
    with pytest.raises(InputErrors, match="0 to 40"):
        reviewing.fill(cast.pan, visit="41")
