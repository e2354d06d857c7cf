"""What an upheld objection does to the list: keep, strike, or let the next one move up by the committee's word."""

import json
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from applications.models import Application, Round
from brandportal.audit.models import AuditEvent
from brandportal.kit.errors import DomainError
from brandportal.rulebook import canonical
from evaluation.models import Tally
from naming.models import Designation, Objection, ProposalItem, Succession
from naming.selectors.supplement import supplement_text
from naming.services import close_notice, designate, file_objection, settle_objection
from tests.cast import client_of
from tests.committee import AFTER, DURING

pytestmark = pytest.mark.django_db
WORD = "县委常委会9月22日第18次会议同意依次递补，纪要18号"
LATER, LATEST = datetime(2026, 9, 26, 4, tzinfo=UTC), datetime(2026, 9, 30, 16, 1, tzinfo=UTC)


def objected(notice, code="A001", at=DURING) -> Objection:
    return file_objection(notice, Application.objects.get(code=code), text="事实", at=at)


def settle(objection, cast, effect="move_up", word=WORD, at=DURING, **changes):
    facts = {
        "upheld": True,
        "finding": "经查属实",
        "effect": effect,
        "committee_word": word,
        "by": cast.omar,
        "at": at,
    }
    return settle_objection(objection, **(facts | changes))


def refused(objection, cast, **changes) -> DomainError:
    with pytest.raises(DomainError) as refusal:
        settle(objection, cast, **changes)
    objection.refresh_from_db()
    assert (objection.status, Succession.objects.count()) == ("filed", 0)
    return refusal.value


def test_the_next_in_the_computed_order_moves_up_and_is_named_last(notice, cast):
    settle(objected(notice), cast)

    moved = Succession.objects.get()
    # Settled on Monday 21 September, five working days, the first not counted; 25 to 27 September are off.
    assert (moved.item.application.code, moved.first_day, moved.last_day) == (
        "A003",
        date(2026, 9, 21),
        date(2026, 9, 29),
    )
    event = AuditEvent.objects.get(event="move_up_application")
    assert '"for":"A001"' in event.body
    with pytest.raises(DomainError, match="29 September 2026"):
        close_notice(notice, by=cast.omar, at=AFTER)

    close_notice(notice, by=cast.omar, at=LATEST)
    designate(notice.round, document_number="31号", by=cast.omar, at=LATEST)
    rows = Designation.objects.order_by("position").values_list("application__code", "position")
    assert list(rows) == [("A002", 1), ("A003", 2)]
    assert Application.objects.get(code="A001").status == "not_selected"


@pytest.mark.parametrize("word", ["", "  同意  "])
def test_moving_up_takes_the_committees_word(notice, cast, word):
    assert refused(objected(notice), cast, word=word).field == "committee_word"


def test_the_database_wants_the_word_too(notice):
    filed = objected(notice)

    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.filter(pk=filed.pk).update(effect="move_up")


def test_striking_alone_takes_no_word_and_moves_nobody(notice, cast):
    settle(objected(notice), cast, effect="strike", word="")

    assert not Succession.objects.exists()


def test_an_objection_not_upheld_changes_nothing_whatever_the_effect(notice, cast):
    settled = settle(objected(notice), cast, upheld=False)

    assert (settled.effect, settled.committee_word, Succession.objects.exists()) == ("keep", "", False)


def test_nobody_moves_up_twice_for_the_same_one(notice, cast):
    first, second = objected(notice), objected(notice)
    settle(first, cast, effect="strike", word="")

    assert refused(second, cast).field == "effect"


def selected(notice, code: str, rank: int, outcome: str, *reasons: str) -> None:
    """Write the line of `code` into the selection of the result, in the place of what stood there."""
    tally = notice.round.proposal.tally
    result = json.loads(tally.result)
    rows = [row for row in result["selection"] if row["entry"] != code]
    total = {"exact": "0/1", "printed": "88.00"}
    rows.append(
        {
            "entry": code,
            "rank": rank,
            "total": total,
            "outcome": outcome,
            "level": None,
            "reasons": [*reasons],
        }
    )
    Tally.objects.filter(pk=tally.pk).update(result=canonical(result | {"selection": rows}))
    notice.round.proposal.tally.refresh_from_db()


def entered(notice, code: str, brand: str, rank: int, outcome: str, *reasons: str) -> Application:
    """Add another entry of the round to the result and to the preliminary list drawn from it."""
    one = Application.objects.get(code="A003")
    one.pk, one.code, one.brand_name = None, code, brand
    one.save(force_insert=True)
    selected(notice, code, rank, outcome, *reasons)
    ProposalItem.objects.create(
        proposal=notice.round.proposal,
        application=one,
        computed_rank=rank,
        computed_in=outcome == "awarded",
        total_printed="88.00",
        included=outcome == "awarded",
        position=rank if outcome == "awarded" else None,
    )
    return one


def effects_on_the_page(filed, cast) -> list[str]:
    client = client_of(cast.omar)
    client.cookies["django_language"] = "en"
    form = client.get(filed.get_absolute_url()).context["form"]
    return [value for value, _label in form.fields["effect"].choices]


@pytest.mark.parametrize(
    ("reasons", "told"),
    [
        (["below_min_score"], "By the result nobody was left out for lack of a place"),
        (["no_level"], "By the result nobody was left out for lack of a place"),
        (["share_cap", "tie_order"], "By the result nobody was left out for lack of a place"),
        (["not_passed"], "By the result nobody was left out for lack of a place"),
    ],
)
def test_nobody_moves_up_whom_more_than_the_seats_kept_out(notice, cast, reasons, told):
    selected(notice, "A003", 3, "not_awarded", *reasons)
    filed = objected(notice)

    assert effects_on_the_page(filed, cast) == ["keep", "strike"]
    assert told in str(refused(filed, cast))
    assert settle(filed, cast, effect="strike", word="").status == "upheld"


def test_where_nobody_is_left_the_effect_is_refused(notice, cast):
    settle(objected(notice), cast)
    second = objected(notice, "A002")

    assert effects_on_the_page(second, cast) == ["keep", "strike"]
    with pytest.raises(DomainError, match="Nobody is left in the computed order"):
        settle(second, cast)


def test_the_reserve_moves_up_in_its_order_and_nobody_else(notice, cast):
    entered(notice, "A004", "第四件", 4, "reserve", "no_seat")
    entered(notice, "A005", "第五件", 5, "reserve", "no_seat")
    # Left out by a tie for the reserve; its rank alone would have come first.
    selected(notice, "A003", 3, "not_awarded", "tie_decided")
    first, second = objected(notice), objected(notice, "A002")
    third = objected(notice)

    for filed in (first, second):
        settle(filed, cast)

    assert list(Succession.objects.values_list("item__application__code", flat=True)) == ["A004", "A005"]
    assert effects_on_the_page(third, cast) == ["keep", "strike"]


def test_nobody_moves_up_while_a_shared_last_place_keeps_the_list_full(notice, cast):
    shared = entered(notice, "A004", "并列第二", 3, "awarded", "tie_shared")
    filed, again = objected(notice, shared.code), objected(notice)

    assert effects_on_the_page(filed, cast) == ["keep", "strike"]
    assert "the list still has every place" in str(refused(filed, cast))
    settle(filed, cast, effect="strike", word="")
    settle(again, cast)
    assert Succession.objects.get().item.application.code == "A003"


def test_where_the_rules_leave_no_place_empty_the_next_moves_up(notice, cast):
    document = json.loads(notice.round.rules)
    document["select"]["may_be_fewer"] = False
    Round.objects.update(rules=canonical(document))
    filed = objected(notice)

    assert effects_on_the_page(filed, cast) == ["keep", "move_up"]
    told = str(refused(filed, cast, effect="strike"))
    assert "no place stays empty while somebody is next" in told
    settle(filed, cast)
    last = objected(notice, "A003", at=LATER)
    assert effects_on_the_page(last, cast) == ["keep", "strike"]


def test_whom_the_committee_left_out_does_not_move_up(notice, cast):
    ProposalItem.objects.filter(application__code="A003").update(
        computed_in=True, reason="会议决定不列入名单"
    )

    assert refused(objected(notice), cast).field == "effect"


def test_where_two_share_the_next_rank_the_committee_names_one(notice, cast):
    entered(notice, "A004", "档案为公", 3, "not_awarded", "no_seat")
    filed = objected(notice)

    tied = refused(filed, cast)
    assert (tied.field, "档案为民, 档案为公" in str(tied)) == ("successor", True)
    assert refused(filed, cast, successor="A002").field == "successor"
    assert "successor" in client_of(cast.omar).get(filed.get_absolute_url()).context["form"].fields
    settle(filed, cast, successor="A004")
    assert Succession.objects.get().item.application.code == "A004"


def test_what_moved_up_is_open_for_objections_for_its_own_days(notice, cast):
    settle(objected(notice), cast)

    assert objected(notice, "A003", at=LATER)
    with pytest.raises(DomainError, match="24 September 2026"):
        objected(notice, "A002", at=LATER)
    with pytest.raises(DomainError, match="29 September 2026"):
        objected(notice, "A003", at=LATEST)


def test_what_moved_up_may_be_struck_again(notice, cast):
    settle(objected(notice), cast)
    again = objected(notice, "A003", at=LATER)
    settle(again, cast, effect="strike", word="", at=LATER)
    close_notice(notice, by=cast.omar, at=LATEST)

    designate(notice.round, document_number="31号", by=cast.omar, at=LATEST)

    assert list(Designation.objects.values_list("application__code", flat=True)) == ["A002"]


def test_naming_is_blocked_while_one_is_open(notice, cast):
    settle(objected(notice), cast)
    objected(notice, "A003", at=LATER)

    with pytest.raises(DomainError, match="still being looked into"):
        close_notice(notice, by=cast.omar, at=LATEST)


def test_the_public_reads_the_change_and_the_receipt_tells_who_moved_up(notice, cast):
    filed = objected(notice)
    settle(filed, cast)

    page = Client().get(notice.get_absolute_url())
    assert [(one.brand, one.is_struck, bool(one.succession)) for one in page.context["changes"]] == [
        ("文档连心桥", True, False),
        ("档案为民", False, True),
    ]
    assert WORD not in page.content.decode()
    url = reverse("naming:objection-lookup", args=[notice.round.code])
    assert "档案为民" in Client().post(url, {"receipt": filed.receipt}).content.decode()


@pytest.mark.parametrize("effect", ["erase", "", "move up"])
def test_no_other_effect_is_taken(notice, cast, effect):
    filed = objected(notice)
    typed = {"upheld": "1", "finding": "经查属实的情况", "effect": effect, "committee_word": WORD}

    page = client_of(cast.omar).post(filed.get_absolute_url(), typed)

    assert "effect" in page.context["form"].errors
    assert "经查属实的情况" in page.content.decode()
    assert Objection.objects.get().status == "filed"


def test_the_supplement_says_who_was_struck_who_moved_up_and_until_when(notice, cast):
    url = reverse("naming:supplement-pdf", args=[notice.round.code])
    assert Client().get(url).status_code == 404
    settle(objected(notice), cast)

    text = supplement_text(notice, date(2026, 9, 22))
    assert [block.text for block in text.blocks][:2] == [
        "公示期间收到的异议经核查属实，市档案局“文档连心桥”不再列入拟命名名单。",
        "经审定，按计分名次依次递补市档案局“档案为民”，现予公示，公示时间为2026年9月21日至2026年9月29日24时。",
    ]
    assert text.dated == date(2026, 9, 21)
    assert Client().get(url).content.startswith(b"%PDF-")
    assert url in Client().get(notice.get_absolute_url()).content.decode()
