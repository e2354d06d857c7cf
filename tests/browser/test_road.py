"""The whole road in a real browser: one round from the call to the public list, every role at its own page."""

import json
from datetime import timedelta

import pytest
from PIL import Image

from applications.models import Application, Round
from applications.models.rounds import CALENDAR
from applications.services import filings
from applications.services.applications import save_application, set_logo, start_application
from brandportal.kit import clock
from brandportal.kit.files import store_bytes
from evaluation.models import Code, Tally
from evaluation.selectors.ballots import ballot_channels
from evaluation.services.codes import issue_codes
from naming.models import Designation, Notice
from tests.browser.actors import Actor
from tests.browser.panel import declare_free, record_visit, sign_record, submit
from tests.browser.voting import cast_for
from tests.cast import person
from tests.schemes import small_scheme

CODE = "2026-road"
# Fourteen people sit down to it, each in one of the two languages and at one of the two widths.
PHONE_ZH, PHONE_EN = {"width": "phone"}, {"width": "phone", "language": "en"}
DESK_EN = {"language": "en"}
SETUP, ROUND = f"/setup/{CODE}", f"/rounds/{CODE}"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(cast):
    """The cast, and a third unit whose people file without a browser."""
    person("pia", "panel")
    return cast


def test_one_round_from_the_call_to_the_naming_list(people, new_page, tmp_path):
    organizer = Actor(new_page(), "omar")
    the_call(organizer, tmp_path)
    filing(new_page, organizer, people, tmp_path)
    rating(new_page, organizer, people)
    tally(organizer, "social")
    review(new_page, organizer)
    tally(organizer, "review")
    explained(organizer)
    naming(new_page, organizer, tmp_path)
    for seat in (PHONE_ZH, DESK_EN):
        the_public_reads(Actor(new_page(**seat)))

    assert "\n".join(organizer.faults + organizer.heard) == ""


def the_call(organizer: Actor, folder) -> None:
    """Start from the scheme, set calendar and rules, add a blank form, open."""
    today = clock.today()
    days = {name: today.isoformat() for name in CALENDAR}
    facts = {
        "code": CODE,
        "title_zh": "2026年度机关服务品牌评选",
        "year": "2026",
        "document_number": "县组发〔2026〕6号",
        "naming_body": "中共县委",
        "organizer_name": "县委组织部",
        "complaint_contact": "8812 3456",
        "call_text": "现就开展评选工作通知如下。",
    }
    organizer.visit("/setup/schemes/")
    organizer.visit("/setup/schemes/ten-best/start/")
    organizer.type_in(facts | days | {"filing_closes": "2026年9月31日"})
    submit(organizer, "main form.bp-form")
    organizer.reads("30")
    assert organizer.page.input_value("[name=title_zh]") == facts["title_zh"]
    organizer.type_in({"filing_closes": today.isoformat()})
    submit(organizer, "main form.bp-form")

    organizer.visit(f"{SETUP}/rules/")
    organizer.page.locator("details:has([name=rules]) summary").first.click()
    organizer.type_in({"rules": json.dumps(small_scheme(), ensure_ascii=False)})
    submit(organizer, "form:has([name=rules])")
    blank = folder / "form.png"
    Image.new("RGB", (300, 400), "white").save(blank)
    organizer.visit(f"{SETUP}/forms/")
    organizer.type_in({"title": "申报表"})
    organizer.upload("file", blank)
    submit(organizer, "form:has([name=file])")
    organizer.visit(f"{SETUP}/open/")
    for box in organizer.page.locator("form.bp-sheet input[type=checkbox]").all():
        box.check()
    submit(organizer, "form.bp-sheet.bp-form")

    assert Round.objects.get(code=CODE).status == "filing"


def filing(new_page, organizer: Actor, people, folder) -> None:
    """Alice drafts, Bob signs off, the organizer returns it once; the other units file beside."""
    alice, bob = Actor(new_page(), "alice"), Actor(new_page(**PHONE_EN), "bob")
    alice.visit(f"{ROUND}/apply/")
    submit(alice, "main form")
    one = f"/applications/{CODE}/A001/"
    draft(alice, one, folder)
    bob.visit(f"{one}sign-off/")
    submit(bob, "form[action$='/submit/']")
    file_beside(people)
    organizer.visit(f"{ROUND}/applications/")
    organizer.visit(f"{one}return/")
    organizer.page.locator("form.bp-form textarea").first.fill("请补充联系电话的区号。")
    submit(organizer, "form:has(textarea)")

    alice.visit(f"{one}edit/unit/")
    alice.reads("请补充联系电话的区号。")
    alice.type_in({"contact_phone": "0971-8812345"})
    submit(alice, "#step-form")
    alice.visit(f"{one}edit/check/")
    submit(alice, "form[action$='/send/']")
    bob.visit(f"{one}sign-off/")
    submit(bob, "form[action$='/submit/']")
    bob.visit(f"{one}filings/2/")
    for application in Application.objects.filter(status="submitted").order_by("code"):
        organizer.visit(application.get_absolute_url())
        submit(organizer, "form[action$='/accept-next/']")
    organizer.confirm(f"{SETUP}/do/close_filing/")

    assert alice.faults + alice.heard + bob.faults + bob.heard == []
    assert set(Application.objects.values_list("status", flat=True)) == {"accepted"}


def draft(alice: Actor, one: str, folder) -> None:
    logo = folder / "logo.png"
    Image.new("RGB", (200, 200), "teal").save(logo)
    alice.visit(f"{one}edit/unit/")
    alice.type_in({"contact_name": "王晓梅", "contact_phone": "8812345"})
    submit(alice, "#step-form")
    alice.visit(f"{one}edit/brand/")
    alice.type_in(
        {"brand_name": "文档连心桥", "meaning": "一份档案，一座桥。", "slogan": "来一次，问一处，取得到"}
    )
    alice.page.locator("#saved[data-state=saved]").wait_for()
    alice.upload("logo", logo)
    submit(alice, "#step-form")
    alice.visit(f"{one}edit/self-check/")
    for key in ("overall", "tasks"):
        alice.type_in({f"{key}-finding": "已逐项对照检查。", f"{key}-measure": "九月底前完成。"})
    submit(alice, "#step-form")
    alice.visit(f"{one}edit/text/")
    alice.type_in({"main_text": "品牌基本情况。" * 20})
    submit(alice, "#step-form")
    alice.visit(f"{one}edit/attachments/")
    alice.type_in({"title": "统计表"})
    alice.upload("file", logo)
    submit(alice, "form[action$='/attachments/']")
    alice.visit(f"{one}edit/check/")
    submit(alice, "form[action$='/send/']")


def file_beside(people) -> None:
    """What the browser has shown once is done by the same services for the other unit."""
    application = start_application(Round.objects.get(code=CODE), people.tourism, by=people.mallory)
    checks = {key: {"finding": "已对照检查。", "measure": "按月落实。"} for key in ("overall", "tasks")}
    fields = {"brand_name": "游客知友", "meaning": "释义。", "main_text": "正文。"}
    fields |= {"contact_name": "李", "contact_phone": "88"}
    revision = application.revision
    save_application(application, by=people.mallory, revision=revision, fields=fields, self_checks=checks)
    logo = store_bytes(b"png", name="logo.png", content_type="image/png", purpose="application")
    set_logo(application, logo, by=people.mallory)
    filings.send_application(application, by=people.mallory)
    filings.submit_application(application, by=people.trent)


def rating(new_page, organizer: Actor, people) -> None:
    """Raters are assigned, the stage opens, a supervisor scores and signs, clients vote."""
    for channel in ("supervisors", "panel"):
        organizer.visit(f"{SETUP}/raters/{channel}/assign/")
        for box in organizer.page.locator("[data-pick]").all():
            box.check()
        submit(organizer, "form.bp-sheet")
    organizer.visit(f"/codes/{CODE}/issue/")
    codes = hand_out(people)
    organizer.confirm(f"{SETUP}/stages/social/open/")
    organizer.visit(f"{SETUP}/board/")
    for username, seat in (("sun", PHONE_ZH), ("rui", DESK_EN)):
        score_all(Actor(new_page(**seat), username), "supervisors", {"name": "３５", "standard": "48"})
    the_clients_vote(new_page, codes)
    organizer.visit(f"/codes/{CODE}/")
    organizer.confirm(f"{SETUP}/stages/social/close/")
    auditor = Actor(new_page(), "audrey")
    auditor.visit(f"/codes/{CODE}/box/")
    submit(auditor, "form[data-sign]")


def score_all(rater: Actor, channel: str, scores: dict[str, str]) -> None:
    desk = f"/desk/{CODE}/{channel}/"
    if channel == "supervisors":
        declare_free(rater, CODE)
    rater.visit(desk)
    # One of them is of the archives' own unit and finds no way to their application.
    codes = Application.objects.order_by("code").values_list("code", flat=True)
    offered = [code for code in codes if rater.page.locator(f"a[href='{desk}{code}/']").count()]
    for code in offered:
        rater.visit(f"{desk}{code}/")
        if not rater.page.locator("[data-number]:not([readonly])").count():
            continue
        rater.type_in(scores)
        submit_next(rater)
    rater.visit(f"{desk}sign/")
    submit(rater, "main form")

    assert rater.faults + rater.heard == []


def submit_next(rater: Actor) -> None:
    with rater.page.expect_navigation():
        rater.page.locator("button[name=go][value=next]").click()


def hand_out(people) -> dict[Application, list[str]]:
    clients = ballot_channels(Round.objects.get(code=CODE))[0]
    return {
        application: [one.code for one in issue_codes(clients, application, 6, by=people.omar)]
        for application in Application.objects.all()
    }


def the_clients_vote(new_page, slips: dict[Application, list[str]]) -> None:
    for application, codes in slips.items():
        application.refresh_from_db()
        on_the_phone(Actor(new_page(width="phone")), application, codes[0])
        without_a_script(Actor(new_page(width="phone", javascript=False)), application, codes[1])
        for code in codes[2:]:
            cast_for(application, code)

    assert Code.objects.filter(used=True).count() == Application.objects.count() * 6


def on_the_phone(client: Actor, application, code: str) -> None:
    page = client.page
    client.visit(f"/b/{CODE}/{application.code}/#{code}")
    page.locator("[data-receipt-text]:not(:empty)").wait_for()
    shown = page.locator("[data-receipt-text]").inner_text()
    for question in page.locator("fieldset").all():
        question.locator("label.bp-opt").first.click()
    submit(client, "form[data-ballot]")
    assert shown in page.content()
    assert code not in page.url
    assert client.faults + client.heard == []


def without_a_script(client: Actor, application, code: str) -> None:
    page = client.page
    page.goto(f"/b/{CODE}/{application.code}/")
    page.fill("#id_code", code)
    for question in page.locator("fieldset").all():
        question.locator("label.bp-opt").nth(1).click()
    submit(client, "form[data-ballot]")
    shown = page.locator("[data-receipt-text]").inner_text()
    submit(client, "form[data-ballot]")
    assert shown in page.content()


def tally(organizer: Actor, stage: str) -> None:
    organizer.visit(f"/tallies/{CODE}/")
    organizer.confirm(f"/tallies/{CODE}/start/{stage}/")
    done = Tally.objects.filter(round__code=CODE, through=stage).latest("number")
    organizer.visit(done.get_absolute_url())
    assert (done.status, done.state) == ("done", "final"), done.problem
    organizer.visit(f"/results/{CODE}/{stage}/")
    organizer.confirm(f"/tallies/{CODE}/{done.number}/adopt/")


def review(new_page, organizer: Actor) -> None:
    organizer.confirm(f"{SETUP}/stages/review/open/")
    seats = {"pan": PHONE_EN, "pia": DESK_EN, "chen": PHONE_ZH}
    panel = [Actor(new_page(**seat), username) for username, seat in seats.items()]
    for member in panel:
        declare_free(member, CODE)
    panel[0].visit(f"/panel/{CODE}/visits/")
    for application in Application.objects.filter(status="shortlisted"):
        record_visit(panel[0], CODE, application)
        for member in panel[:2]:
            sign_record(member, CODE, application)
    for number, member in enumerate(panel):
        score_all(member, "panel", {"papers": str(50 + number), "visit": "35"})
    organizer.confirm(f"{SETUP}/stages/review/close/")


def explained(organizer: Actor) -> None:
    organizer.visit(f"/results/{CODE}/review/A001/")
    organizer.reads("python -m evaluation.tally")


def naming(new_page, organizer: Actor, folder) -> None:
    secretary = Actor(new_page(**PHONE_EN), "sec")
    organizer.confirm(f"/proposals/{CODE}/")
    secretary.visit(f"/proposals/{CODE}/")
    the_committee_meets(secretary)
    organizer.visit(f"/meetings/{CODE}/confirm/")
    with organizer.page.expect_navigation():
        organizer.page.locator("button[name=go][value=confirm]").click()
    organizer.visit(f"/notices/{CODE}/edit/")
    organizer.type_in({"number": "县组公示〔2026〕3号"})
    submit(organizer, "main form.bp-form")
    organizer.confirm(f"/notices/{CODE}/publish/")
    somebody_objects(Actor(new_page(width="phone")), organizer, folder)
    the_days_pass()
    organizer.confirm(f"/notices/{CODE}/close/")
    organizer.visit(f"/notices/{CODE}/designate/")
    organizer.type_in({"document_number": "县委发〔2026〕31号"})
    submit(organizer, "main form.bp-form")

    assert secretary.faults + secretary.heard == []
    assert Designation.objects.count() == 2


def the_committee_meets(secretary: Actor) -> None:
    """Three members, one of them absent; what is typed is there on a new page; a vote that does not add up comes back."""
    facts = {"title": "第17次会议", "minutes_number": "〔2026〕17号", "text": "会议同意。"}
    secretary.visit(f"/meetings/{CODE}/edit/")
    secretary.type_in(facts | {"place": "县委会议室", "presider": "赵一"})
    secretary.type_in({"member-1-name": "赵一", "member-2-name": "钱二", "member-3-name": "孙三"})
    secretary.page.select_option("[name=member-3-attendance]", "absent")
    with secretary.page.expect_navigation():
        secretary.page.locator("button[name=go][value=members]").click()
    with secretary.page.expect_response("**/save/") as saved:
        secretary.type_in({"for-all": "3", "against-all": "0", "abstain-all": "0"})
    secretary.page.locator("#saved[data-state=saved]").wait_for()
    assert saved.value.status == 200
    secretary.visit(f"/meetings/{CODE}/edit/")
    assert secretary.page.input_value("[name=for-all]") == "3"
    send_record(secretary)
    secretary.page.locator(".bp-errors").wait_for()
    assert secretary.page.input_value("[name=member-3-name]") == "孙三"
    secretary.type_in({"for-all": "2"})
    send_record(secretary)
    secretary.visit(f"/meetings/{CODE}/")


def send_record(secretary: Actor) -> None:
    with secretary.page.expect_navigation():
        secretary.page.locator("#meeting-form .bp-formbar .btn-primary").click()


def somebody_objects(citizen: Actor, organizer: Actor, folder) -> None:
    """With a name and a picture; the receipt leads to the finding, the seal is opened on record."""
    paper = folder / "paper.jpg"
    Image.new("RGB", (300, 200), "white").save(paper)
    citizen.visit(f"/notices/{CODE}/object/")
    citizen.page.select_option("[name=application]", "A002")
    citizen.page.locator("[name=identity][value=named]").check()
    citizen.type_in({"text": "上月十二日办事等候过久。", "name": "王某"})
    citizen.upload("evidence", paper)
    submit(citizen, "main form.bp-form")
    assert "上月十二日" in citizen.page.input_value("[name=text]")
    citizen.type_in({"contact": "13900000000"})
    citizen.upload("evidence", paper)
    submit(citizen, "main form.bp-form")
    receipt = citizen.page.locator("#receipt").inner_text()
    organizer.visit(f"/objections/{receipt}/identity/")
    organizer.type_in({"reason": "需要向反映人核实办理日期"})
    submit(organizer, "main form.bp-form")
    organizer.reads("13900000000")
    organizer.visit(f"/objections/{receipt}/")
    organizer.page.locator("[name=upheld][value='0']").check()
    organizer.type_in({"finding": "经查，当日系统升级，属特殊情况。"})
    submit(organizer, "main form.bp-form")
    citizen.visit(f"/notices/{CODE}/answer/")
    citizen.type_in({"receipt": receipt})
    submit(citizen, "main form.bp-form")
    citizen.reads("当日系统升级")

    assert citizen.faults + citizen.heard == []


def the_days_pass() -> None:
    """A test cannot wait five working days: the notice is set as far back."""
    notice = Notice.objects.get()
    back = notice.last_day - clock.today() + timedelta(days=1)
    Notice.objects.update(first_day=notice.first_day - back, last_day=notice.last_day - back)


def the_public_reads(reader: Actor) -> None:
    for path in ("/", "/lists/", f"/lists/{CODE}/", "/brands/", f"/notices/{CODE}/", f"{ROUND}/"):
        reader.visit(path)
        assert CODE in reader.page.content() or path in {"/brands/", "/lists/"}
    brand = Designation.objects.get(brand_name="文档连心桥")
    reader.visit(brand.get_absolute_url())
    reader.reads(brand.number)

    assert reader.faults + reader.heard == []
