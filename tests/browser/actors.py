"""People at their browsers: each has a page of their own and a few habits."""

from pathlib import Path

from playwright.sync_api import Page

from tests.browser.looks import complaints, listen
from tests.cast import PASSWORD


class Actor:
    """One person signed in; every page that they `visit` is looked at, faults gather in `faults`."""

    def __init__(self, page: Page, username: str = "") -> None:
        self.page = page
        self.faults: list[str] = []
        self.heard = listen(page)
        page.set_default_timeout(20_000)
        if username:
            self.sign_in(username)

    def sign_in(self, username: str) -> None:
        self.page.goto("/accounts/sign-in/")
        self.page.fill("#id_username", username)
        self.page.fill("#id_password", PASSWORD)
        self.page.press("#id_password", "Enter")
        self.page.wait_for_url("**/my/")

    def visit(self, path: str, *, look: bool = True) -> None:
        self.page.goto(path)
        if look:
            self.faults += complaints(self.page)

    def type_in(self, values: dict[str, str]) -> None:
        for name, value in values.items():
            self.page.fill(f"[name='{name}']", value)

    def press(self, label: str) -> None:
        """Press the button or link of that name and wait for the page it leads to."""
        chosen = self.page.get_by_role("button", name=label, exact=True)
        if not chosen.count():
            chosen = self.page.get_by_role("link", name=label, exact=True)
        with self.page.expect_navigation():
            chosen.first.click()

    def confirm(self, path: str) -> None:
        """Open a question and answer it with its one button."""
        self.visit(path)
        with self.page.expect_navigation():
            self.page.locator("main form[method=post] button[type=submit]").last.click()

    def upload(self, name: str, file: Path) -> None:
        self.page.set_input_files(f"[name='{name}']", str(file))

    def reads(self, text: str) -> None:
        self.page.get_by_text(text).first.wait_for()
