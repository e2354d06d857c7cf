"""Objections: filed by anybody with or without a name, sealed, answered against the receipt."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Application, Round
from brandportal.audit.models import AuditEvent
from brandportal.kit import clock
from brandportal.kit.errors import DomainError, NotAllowed
from naming.models import NamingList, Notice, Objection, ObjectorIdentity
from naming.selectors.home import tasks_for
from naming.services import close_notice, file_objection, open_identity, settle_objection
from naming.views.objections import OBJECTIONS
from tests.cast import client_of, person
from tests.committee import AFTER, DURING

pytestmark = pytest.mark.django_db
REASON = "需要向反映人核实办理日期"


@pytest.fixture
def open_today(notice) -> Notice:
    """The notice as if its days were running now."""
    Notice.objects.update(first_day=clock.today(), last_day=clock.today())
    return Notice.objects.get()


def form_of(notice: Notice) -> str:
    return reverse("naming:objection-create", args=[notice.round.code])


def test_anybody_objects_by_the_form_and_keeps_what_was_typed(notice):
    url = reverse("naming:objection-create", args=[notice.round.code])
    page = Client().post(url, {"application": "A001", "text": "", "name": "张三", "contact": "138"})

    assert "text" in page.context["form"].errors
    assert "张三" in page.content.decode()


def named(notice) -> Objection:
    application = Application.objects.get(code="A001")
    return file_objection(
        notice, application, text="举报的事实", name="张三丰", contact="13800000000", at=DURING
    )


def test_nobody_reads_the_identity_before_the_seal_is_opened(notice, cast):
    url = named(notice).get_absolute_url()

    for user in (cast.omar, cast.audrey):
        page = client_of(user).get(url).content.decode()
        assert ("张三丰" in page, "13800000000" in page) == (False, False)
    assert client_of(cast.alice).get(url).status_code == 403


def test_a_handler_opens_the_seal_with_a_reason_that_stands_in_the_trail(notice, cast):
    filed = named(notice)
    url = reverse("naming:objection-identity", args=[filed.receipt])

    short = client_of(cast.omar).post(url, {"reason": "查"})
    assert "reason" in short.context["form"].errors
    assert not AuditEvent.objects.filter(event="open_identity").exists()
    opened = client_of(cast.omar).post(url, {"reason": "需要向反映人核实办理日期"})

    assert "张三丰" in opened.content.decode()
    assert "no-store" in opened["Cache-Control"]
    event = AuditEvent.objects.get(event="open_identity")
    assert "需要向反映人核实办理日期" in event.body
    assert "张三丰" not in event.body
    assert "张三丰" not in client_of(cast.omar).get(url).content.decode()
    seen = client_of(cast.audrey).get(filed.get_absolute_url()).context["openings"]
    assert [(one.name, one.reason) for one in seen] == [("Omar", "需要向反映人核实办理日期")]


@pytest.mark.parametrize("name", ["audrey", "sec", "chen", "ada", "alice"])
def test_the_seal_is_closed_to_all_but_the_handlers(notice, cast, name):
    filed = named(notice)
    url = reverse("naming:objection-identity", args=[filed.receipt])

    for response in (
        client_of(getattr(cast, name)).get(url),
        client_of(getattr(cast, name)).post(url, {"reason": REASON}),
    ):
        assert (response.status_code, "张三丰" in response.content.decode()) == (403, False)
    assert not AuditEvent.objects.filter(event="open_identity").exists()


def test_an_organizer_of_the_accused_unit_neither_opens_nor_settles(notice, cast):
    own = person("olga", "organizer", cast.archives)
    filed = named(notice)

    assert client_of(own).get(filed.get_absolute_url()).context["handles"] is False
    assert client_of(own).post(filed.get_absolute_url(), {"upheld": "0"}).status_code == 403
    with pytest.raises(NotAllowed):
        open_identity(filed, reason=REASON, by=own)
    with pytest.raises(NotAllowed):
        settle_objection(filed, upheld=False, finding="不属实", effect="keep", by=own)


def test_without_a_name_there_is_no_seal_to_open(notice, cast):
    filed = file_objection(notice, Application.objects.get(code="A001"), text="事实", at=DURING)

    with pytest.raises(DomainError, match="without a name"):
        open_identity(filed, reason=REASON, by=cast.omar)
    page = client_of(cast.omar).get(reverse("naming:objection-identity", args=[filed.receipt]))
    assert "<form" not in page.content.decode().split("<main")[1].split("</main>")[0]


def test_without_a_name_nothing_of_the_objector_is_kept(open_today):
    typed = {"application": "A001", "identity": "anonymous", "text": "事实", "name": "张三", "contact": "138"}

    page = Client().post(form_of(open_today), typed)

    kept = Objection.objects.get()
    assert (kept.is_named, ObjectorIdentity.objects.exists()) == (False, False)
    assert kept.receipt in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_whoever_gives_a_name_says_where_to_be_reached(open_today):
    typed = {"application": "A001", "identity": "named", "text": "事实", "name": "", "contact": ""}

    page = Client().post(form_of(open_today), typed)

    assert set(page.context["form"].errors) == {"name", "contact"}
    assert not Objection.objects.exists()


def test_a_late_objection_is_refused_with_the_rule_and_keeps_the_text(notice):
    typed = {"application": "A001", "identity": "anonymous", "text": "来得太晚的事实"}

    page = Client().post(form_of(notice), typed).content.decode()

    assert "2026年9月24日" in page
    assert "来得太晚的事实" in page
    assert not Objection.objects.exists()


def test_the_receipt_leads_to_the_finding_and_to_nothing_else(notice, cast):
    filed = file_objection(
        notice,
        Application.objects.get(code="A001"),
        text="举报的事实",
        name="张三丰",
        contact="138",
        at=DURING,
    )
    settle_objection(filed, upheld=False, finding="经查不属实", effect="keep", by=cast.omar)
    url = reverse("naming:objection-lookup", args=[notice.round.code])

    answer = Client().post(url, {"receipt": f" {filed.receipt[:5].lower()}-{filed.receipt[5:]} "})
    page = answer.content.decode()

    assert "经查不属实" in page
    assert "张三丰" not in page
    assert "举报的事实" not in page
    assert "no-store" in answer["Cache-Control"]
    assert "receipt" in Client().post(url, {"receipt": "AAAAAAAAAA"}).context["form"].errors


def test_the_organizer_settles_in_the_browser(notice, cast):
    filed = file_objection(notice, Application.objects.get(code="A001"), text="事实", at=DURING)
    finding = {"upheld": "1", "finding": "经查属实", "effect": "strike"}

    refused = client_of(cast.audrey).post(filed.get_absolute_url(), finding)
    settled = client_of(cast.omar).post(filed.get_absolute_url(), finding)

    assert (refused.status_code, settled.status_code) == (403, 302)
    assert Objection.objects.get().effect == "strike"


def test_what_is_struck_is_shown_before_the_naming_and_never_named(notice, cast):
    filed = file_objection(notice, Application.objects.get(code="A001"), text="事实", at=DURING)
    settle_objection(filed, upheld=True, finding="经查属实", effect="strike", by=cast.omar)
    close_notice(notice, by=cast.omar, at=AFTER)

    page = client_of(cast.omar).get(reverse("naming:designation-create", args=[notice.round.code]))

    assert [one.brand for one in page.context["struck"]] == ["文档连心桥"]
    assert [one.brand for one in page.context["listed"]] == ["游客知友"]


def test_a_finding_is_read_by_the_auditor_and_tells_who_settled(notice, cast):
    filed = file_objection(notice, Application.objects.get(code="A001"), text="事实", at=DURING)
    before = client_of(cast.audrey).get(filed.get_absolute_url()).content.decode()
    settle_objection(filed, upheld=True, finding="经查属实", effect="strike", by=cast.omar)

    after = client_of(cast.audrey).get(filed.get_absolute_url()).content.decode()

    assert ("<form" in before.split("<main")[1].split("</main>")[0], "经查属实" in before) == (False, False)
    assert ("经查属实" in after, cast.omar.name in after) == (True, True)


def test_no_form_names_anything_while_the_notice_runs(notice, cast):
    client, url = client_of(cast.omar), reverse("naming:designation-create", args=[notice.round.code])

    page = client.get(url)
    refused = client.post(url, {"document_number": "县委发〔2026〕31号"})

    assert page.context["waits"]
    assert "document_number" not in page.content.decode()
    assert (refused.status_code, "县委发〔2026〕31号" in refused.content.decode()) == (200, True)
    assert not NamingList.objects.exists()


def rule(notice, words: str) -> None:
    rules = notice.round.rules.replace('"process":{', f'"process":{{"objection":{{{words}}},')
    Round.objects.update(rules=rules)


def test_where_the_rules_want_a_name_none_is_taken_without(open_today):
    rule(open_today, '"real_name":true')
    typed = {"application": "A001", "identity": "anonymous", "text": "事实"}

    page = Client().post(form_of(open_today), typed)

    assert set(page.context["form"].errors) == {"identity"}
    assert not Objection.objects.exists()


def test_the_time_limits_of_the_rules_stand_with_the_objection_and_its_task(notice, cast):
    rule(notice, '"verify_within_days":"3","reply_within_days":"10"')
    filed = file_objection(notice, Application.objects.get(code="A001"), text="事实", at=DURING)

    # Filed on Monday 21 September; 25 to 27 September and 1 to 7 October are off, 10 October is worked.
    limits = client_of(cast.omar).get(filed.get_absolute_url()).context["limits"]
    assert (limits.verify_by, limits.reply_by) == (date(2026, 9, 24), date(2026, 10, 12))
    task = next(one for one in tasks_for(cast.omar) if filed.receipt in str(one.title))
    assert task.when == date(2026, 9, 24)


def test_too_many_from_one_address_wait_with_all_that_was_typed(open_today, cast):
    typed = {
        "application": "A001",
        "identity": "named",
        "text": "办理事项的事实",
        "name": "张三丰",
        "contact": "138",
    }
    answers = [Client().post(form_of(open_today), typed) for _each in range(OBJECTIONS.most + 1)]
    slowed, page = answers[-1], answers[-1].content.decode()

    assert [one.status_code for one in answers] == [200] * OBJECTIONS.most + [429]
    assert 0 < int(slowed["Retry-After"]) <= OBJECTIONS.window
    assert Objection.objects.count() == OBJECTIONS.most
    assert all(value in page for value in ("办理事项的事实", "张三丰", "138", "8812 3456"))
    assert Client(REMOTE_ADDR="10.9.9.9").post(form_of(open_today), typed).status_code == 200
    assert Objection.objects.count() == OBJECTIONS.most + 1
