"""What raters and members of the panel do in a browser besides scoring: declare, record a visit, sign it."""

from brandportal.kit import clock
from tests.browser.actors import Actor


def submit(actor: Actor, form: str) -> None:
    with actor.page.expect_navigation():
        actor.page.locator(f"{form} button[type=submit]").last.click()


def declare_free(rater: Actor, code: str) -> None:
    rater.visit(f"/declarations/{code}/")
    rater.page.locator("[name=freedom][value=free]").check()
    submit(rater, "form.bp-declare")


def record_visit(member: Actor, code: str, application) -> None:
    member.visit(f"/panel/{code}/visits/{application.code}/")
    member.type_in(
        {"visited_on": clock.today().isoformat(), "place": "服务大厅", "findings": "窗口秩序良好，承诺上墙。"}
    )
    names = {"pan", "pia"}
    for box in member.page.locator("[name=members]").all():
        if names & {box.locator("xpath=..").inner_text().split(" (")[0].lower()}:
            box.check()
    for line in member.page.locator(".bp-visit-check select").all():
        line.select_option("yes")
    submit(member, "form:has([name=findings])")


def sign_record(member: Actor, code: str, application) -> None:
    member.visit(f"/panel/{code}/visits/{application.code}/")
    submit(member, "form[action$='/sign/']")
