"""Somebody who is signed in: for the tests that are not about signing in, which costs a screen and a form."""

from playwright.sync_api import BrowserContext, Page, expect

from achterwacht.people.records import PersonRecord, TokenKind
from achterwacht.people.sign_in import issue_token
from api.http.security import cookie_name
from tests.support.app_under_test import AppUnderTest, Person, Role


def is_inside(context: BrowserContext, app: AppUnderTest, person: Person, first_screen: str) -> Page:
    """Open the app in a browser in which this person signed in before, at their first screen."""
    with app.database.write() as session:
        record = session.get_one(PersonRecord, person.id)
        token = issue_token(session, record, TokenKind.SESSION, [Role.WORKER], device="Chrome, Linux")
    url = str(app.http.base_url)
    context.add_cookies([{"name": cookie_name(app.settings), "value": token.text, "url": url, "sameSite": "Strict"}])
    page = context.new_page()
    page.goto(url)
    expect(page.get_by_role("heading", name=first_screen)).to_be_visible()
    return page


def is_outside(context: BrowserContext, app: AppUnderTest) -> Page:
    """Open the app in a browser in which nobody signed in."""
    page = context.new_page()
    page.goto(str(app.http.base_url))
    expect(page.get_by_role("button", name="Inloggen")).to_be_visible()
    return page


def is_jans(phone: BrowserContext, app: AppUnderTest) -> Page:
    """Open the app on Jan's phone."""
    return is_inside(phone, app, app.jan, "Vandaag")
