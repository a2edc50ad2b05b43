"""The browser itself: it draws, it clicks, and it tells when a page is wrong."""

from playwright.sync_api import Page


def test_a_click_reaches_the_page(page: Page):
    page.set_content("<button onclick=\"this.textContent = 'done'\">begin</button>")
    page.get_by_role("button", name="begin").click()
    assert page.get_by_role("button", name="done").is_visible()


def test_a_script_error_is_noticed(page: Page, complaints: list[str]):
    with page.expect_event("pageerror"):
        page.set_content("<script>throw new Error('broken')</script>")
    assert complaints == ["exception: broken"]
    complaints.clear()


def test_a_request_off_this_machine_is_noticed_and_refused(page: Page, complaints: list[str]):
    page.set_content('<img src="http://elsewhere.invalid/pixel.png">')
    page.wait_for_load_state("networkidle")
    assert complaints[0] == "asked for http://elsewhere.invalid/pixel.png"
    complaints.clear()
