"""A busy day, and every screen of it: what the tests of all screens look at."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple
from uuid import uuid4

from playwright.sync_api import Browser, BrowserContext, Page, expect

from achterwacht.people.account_links import make_link
from achterwacht.people.records import LinkReason, PersonRecord
from notifications.texts.catalogue import FIRST_LANGUAGE
from tests.browser.inside import is_inside, is_outside
from tests.support.app_under_test import AppUnderTest, Person, Role
from tests.support.chromium import DUTCH

VISITS = 30
HIGH = 844
A_DRILL = 2
"""Minutes in which one is over by itself."""
LONG_NAME = "Wilhelmina-Anneliese van Bergen-Hoogenboom {}"
LONG_ADDRESS = {
    "country": "NL",
    "postcode": "5211 AA",
    "street": "Burgemeester van Grunsven-Hamelbergstraat",
    "city": "'s-Hertogenbosch-Engelen aan de Dieze",
}
GOES_TO = "path => { history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate')); }"
"""As a link in the app does: to load the whole app anew for each screen took most of the time."""
NOWHERE = {"nl": "Deze pagina is er niet", "en": "This page does not exist", "fr": "Cette page n'existe pas"}
WAITING = {"nl": "Een ogenblik", "en": "One moment", "fr": "Un instant"}
HEADED = "nowhere => { const all = [...document.querySelectorAll('main h1')].map((one) => one.textContent === nowhere);"
IS_NOWHERE = HEADED + " return all.length > 0 && all.every((one) => one); }"
ARRIVED = HEADED + " return all.length > 0 && !all.includes(true) && document.body.innerText.trim() !== ''; }"
COUNTS_WHAT_IT_ASKS = """() => {
  const asks = fetch;
  let open = 0;
  let silence;
  globalThis.isQuiet = true;
  globalThis.fetch = async (...asked) => {
    open += 1;
    clearTimeout(silence);
    isQuiet = false;
    try {
      return await asks(...asked);
    } finally {
      open -= 1;
      if (open === 0) silence = setTimeout(() => (isQuiet = true), 100);
    }
  };
}"""
IS_QUIET = "() => isQuiet"


@dataclass(frozen=True)
class Screen:
    who: Person
    first: str
    path: str
    opens: str = ""
    """What is pressed once the screen is there, for what lies behind it: a button or a fold. After " > " what is chosen
    in its menu, or pressed next."""
    outside: bool = False
    """They are not signed in."""

    def __str__(self) -> str:
        return f"{self.who.name} {self.path}{self.opens and f' ({self.opens})'}"


class Look(NamedTuple):
    """How wide the screen is, in which colours it is seen, and how high it is."""

    width: int
    colours: Literal["light", "dark"] = "light"
    high: int = HIGH


def a_busy_day(app: AppUnderTest) -> dict[str, Any]:
    """Thirty visits; alarms at the police step, silent, by the noodknop, and one that is taken; before them a drill."""

    def visits(number: int, minutes: float) -> tuple[Person, dict[str, Any]]:
        worker = app.also_has(LONG_NAME.format(number), Role.WORKER)
        address = LONG_ADDRESS | {"houseNumber": 1200 + number, "addition": "BIS-A"}
        return worker, worker.checks_in(minutes=minutes, address=address, clientName="Mevr. A. van Dongen-Terpstra")

    app.lets_calls_ring()
    # First: it makes way for a real alarm, and is not begun beside one.
    body = {"id": str(uuid4()), "teamId": str(app.ours.team), "kind": "overdue"}
    drill = app.karin.posts("/v1/drills", body, expect=201)
    app.passes(minutes=A_DRILL)  # over by then, however often somebody looked at the clock
    _, late = visits(0, 1)
    app.passes_until(lambda: (app.karin.visit(late)["alarm"] or {}).get("level") == "police")
    silent, quiet = visits(1, 120)
    silent.sets_pin("1234", "9876")
    silent.does(quiet, "check-out", pin="9876")
    pressed, panic = visits(2, 120)
    pressed.does(panic, "panic")
    holder, taken = visits(3, 120)
    holder.does(taken, "panic")
    alarms = {one["visitId"]: one["id"] for one in app.karin.asks("/v1/alarms?open=true")["alarms"]}
    app.fatima.on_alarm({"id": alarms[taken["id"]]}, "acknowledge")
    for number in range(4, VISITS):
        visits(number, 100 + number)
    app.jan.is_called("Jan-Willem Alexander van Oldenbarneveld tot Berkel")
    over = app.jan.checks_in(minutes=20, address=LONG_ADDRESS | {"houseNumber": 76})
    app.jan.does(over, "check-out")
    mine = app.jan.checks_in(minutes=50, address=LONG_ADDRESS | {"houseNumber": 77})
    planned = app.jan.plans(starts_in=90, address=LONG_ADDRESS | {"houseNumber": 78})
    app.forgets_messages()
    newcomer = app.also_has(LONG_NAME.format(VISITS), Role.WORKER)
    with app.database.write() as session:
        invitation = make_link(session, session.get_one(PersonRecord, newcomer.employee.id), LinkReason.INVITED)
    return {
        "invitation": invitation,
        "late": alarms[late["id"]],
        "silent": alarms[quiet["id"]],
        "panic": alarms[panic["id"]],
        "taken": alarms[taken["id"]],
        "drill": drill["id"],
        "over": over["id"],
        "mine": mine["id"],
        "planned": planned["id"],
        "silent_worker": silent,
        "presser": pressed,
        "silent_visit": quiet["id"],
    }


def of_the_worker(app: AppUnderTest, day: dict[str, Any]) -> Iterator[Screen]:
    for path in (
        "/",
        "/visits/new",
        f"/visits/{day['mine']}",
        f"/visits/{day['planned']}/check-in",
        f"/visits/{day['over']}/afterwards",
        "/cards",
        "/incidents/new",
        "/incidents/mine",
        "/me",
        "/me/looks",
        "/past",
        "/risk-addresses/propose",
        "/panic",
        f"/welcome#{day['invitation']}",
    ):
        yield Screen(app.jan, "Vandaag", path)
    yield Screen(app.jan, "Vandaag", f"/visits/{day['mine']}", opens="Andere tijd")
    yield Screen(app.jan, "Vandaag", f"/visits/{day['planned']}/check-in", opens="Wie gaat mee")
    yield Screen(day["silent_worker"], "Vandaag", "/")
    yield Screen(day["presser"], "Vandaag", "/panic", opens="Alarm slaan > Ja, nu")
    yield Screen(app.jan, "", "/", outside=True)


def of_the_desk(app: AppUnderTest, day: dict[str, Any]) -> Iterator[Screen]:
    for alarm in ("late", "silent", "panic", "taken"):
        yield Screen(app.karin, "Bord", f"/alarms/{day[alarm]}")
        yield Screen(app.karin, "Bord", f"/alarms/{day[alarm]}/hand-over")
    for path in (
        "/board",
        "/planning",
        "/planning/new",
        "/whereabouts",
        "/incidents",
        "/measures",
        "/bans",
        "/tasks",
        "/letters",
        "/figures",
        "/past",
        "/protocol",
        "/drills",
        f"/drills/{day['drill']}",
        "/roster",
        "/risk-addresses",
        f"/visits/{day['over']}",
        "/me",
    ):
        yield Screen(app.karin, "Bord", path)
    for path in (
        "/people",
        "/people/sign-on",
        "/standing",
        "/functions",
        "/roster",
        "/drills",
        "/past",
        "/audit",
        "/letter-templates",
        "/protocol",
    ):
        yield Screen(app.anne, "Mensen", path)
    yield Screen(app.anne, "Mensen", "/roster", opens="Dienst toevoegen")
    yield Screen(app.anne, "Mensen", "/people", opens="Waar ingelogd")
    yield Screen(app.anne, "Mensen", "/audit", opens="Bewaartermijnen")
    for path in ("/risk-addresses", "/figures"):
        yield Screen(app.ruth, "Meldingen", path)


def goes_to(page: Page, path: str, language: str = FIRST_LANGUAGE) -> None:
    """Open this screen, in an app that speaks this language, and wait until everything that it asks for is there."""
    # Between two screens stands one that is neither, so that the one before is not taken for the one to look at.
    nowhere = NOWHERE[language[:2]]
    page.evaluate(GOES_TO, "/nowhere")
    page.wait_for_function(IS_NOWHERE, arg=nowhere)
    page.evaluate(GOES_TO, path)
    page.wait_for_function(ARRIVED, arg=nowhere)
    page.wait_for_function(IS_QUIET)
    expect(page.get_by_text(WAITING[language[:2]], exact=False)).to_have_count(0)


def looks_at(
    chromium: Browser,
    app: AppUnderTest,
    screens: Iterator[Screen],
    looks: Sequence[Look],
    made_ready: Callable[[BrowserContext], None] | None = None,
) -> Iterator[tuple[Page, Screen, Look]]:
    """Each screen in each of these ways, as it stands when everything that it asks for is there.

    made_ready: what is done to each browser before its first page.
    """
    pages: dict[str, Page] = {}
    for screen in screens:
        asks_who = "nobody" if screen.outside else screen.who.name
        if asks_who not in pages:
            context = chromium.new_context(
                viewport={"width": looks[0].width, "height": looks[0].high},
                locale=DUTCH["locale"],
                timezone_id=DUTCH["timezone_id"],
                color_scheme=looks[0].colours,
                reduced_motion="reduce",
            )
            context.add_init_script(f"({COUNTS_WHAT_IT_ASKS})()")
            if made_ready:
                made_ready(context)
            pages[asks_who] = (
                is_outside(context, app) if screen.outside else is_inside(context, app, screen.who, screen.first)
            )
        page = pages[asks_who]
        page.set_viewport_size({"width": looks[0].width, "height": looks[0].high})
        if not screen.outside:
            goes_to(page, screen.path)
        if screen.opens:
            button, *items = screen.opens.split(" > ")
            page.get_by_role("button", name=button).or_(page.locator("summary", has_text=button)).first.click()
            for item in items:
                page.get_by_role("menuitem", name=item).or_(page.get_by_role("button", name=item)).click()
            page.mouse.move(0, 0)
            page.wait_for_function(IS_QUIET)
        for look in looks:
            page.set_viewport_size({"width": look.width, "height": look.high})
            page.emulate_media(color_scheme=look.colours)
            yield page, screen, look
    for page in pages.values():
        page.context.close()
