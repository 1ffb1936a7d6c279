"""Pictures of screens that look the same on every machine and every day, and what is not as it was on one.

A picture shows the letters that the product's papers are set in, whatever fonts the machine has, at a moment at which
all clocks stand still. It is kept at a quarter of its size, which is enough to see that something moved, is gone or
lies over something else, and where a letter that is drawn a little differently does not show.
"""

import base64
import json
import os
import shutil
from datetime import datetime
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter, ImageOps
from playwright.sync_api import BrowserContext, Page

from documents.glyphs import FONTS

TOP = Path(__file__).resolve().parents[2]
REFERENCES = TOP / "tests/browser/references"
FOUND = TOP / "build/tests/pictures"
"""Of each picture that is not as it was: as it is now; and small the one before, this one, and where they differ."""
RENEWS = bool(os.environ.get("RENEW"))

REDUCED = 4
SAME = 20
"""Levels of 255 by which a colour may be off."""
AROUND = 3
"""The square of kept pixels in which the same colour is looked for: what is a little lower is no difference."""
MOST = 60
"""Kept pixels that may differ: sixty are a label of 40 by 24 pixels."""

PATIENCE, A_LOOK = 40, 250.0
"""How often in a walk a picture that is not as it was is taken again, and after how many milliseconds."""

LETTERS = {"400": "SourceSans3_400Regular.ttf", "600 900": "SourceSans3_600SemiBold.ttf"}
# Letters of our own, and nothing that moves: set on the page by script, since its policy lets nothing else in. And a
# page that may sound: the sound of a busy machine may never get under way, and then each screen of a desk says so.
DRESS = """(faces) => {
  globalThis.AudioContext = class extends AudioContext { get state() { return "running"; } };
  performance.now = () => 0;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { scroll-behavior: auto !important; }
    :root { --font: "The same everywhere" !important; }
    *, *::before, *::after { animation: none !important; transition: none !important; }
    * { caret-color: transparent !important; }
    ::-webkit-scrollbar { display: none; }
  `);
  for (const [weight, data] of Object.entries(faces)) {
    const letters = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
    document.fonts.add(new FontFace("The same everywhere", letters, { weight }));
  }
  globalThis.dresses = (on) => { document.adoptedStyleSheets = on ? [sheet] : []; };
}"""
# However it was scrolled before: at the top, or where the focus is.
DRESSED = """async () => {
  dresses(true);
  await document.fonts.ready;
  for (const one of [document.scrollingElement, document.getElementById("main")]) one?.scrollTo({ top: 0 });
  const at = document.activeElement;
  if (at && at !== document.body && !at.closest("dialog")) at.scrollIntoView({ block: "center" });
}"""
UNDRESSED = "() => dresses(false)"


def stands_still(context: BrowserContext, moment: datetime) -> None:
    """Stop the clocks of every page that is opened from now on, and give it our letters to wear."""
    faces = {weight: base64.b64encode((FONTS / name).read_bytes()).decode() for weight, name in LETTERS.items()}
    context.clock.set_fixed_time(moment)
    context.add_init_script(f"({DRESS})({json.dumps(faces)})")


def taken(page: Page) -> Image.Image:
    """Returns what is on the screen."""
    page.evaluate(DRESSED)
    session = page.context.new_cdp_session(page)
    shot = session.send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True})
    session.detach()
    page.evaluate(UNDRESSED)
    return Image.open(BytesIO(base64.b64decode(shot["data"]))).convert("RGB")


def reduced(picture: Image.Image) -> Image.Image:
    """Returns the picture as it is kept: small, and with 32 levels of each colour instead of 256."""
    return picture.reduce(REDUCED).point(lambda level: level & 0b11111000 | 0b100)


def difference(one: Image.Image, other: Image.Image) -> Image.Image:
    """Returns, for two pictures of one size, white where one has a colour that the other has nowhere near."""
    outside = ImageChops.lighter(_beyond(one, other), _beyond(other, one))
    red, green, blue = outside.split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return most.point(lambda level: 255 * (level > SAME))


def _beyond(one: Image.Image, other: Image.Image) -> Image.Image:
    """Returns how far each pixel is darker or lighter than all that are around it in the other picture."""
    darkest, lightest = other.filter(ImageFilter.MinFilter(AROUND)), other.filter(ImageFilter.MaxFilter(AROUND))
    return ImageChops.lighter(ImageChops.subtract(darkest, one), ImageChops.subtract(one, lightest))


def is_as_before(now: Image.Image, before: Image.Image) -> bool:
    """Both reduced."""
    return now.size == before.size and difference(now, before).histogram()[255] <= MOST


class Album:
    """The pictures of one walk, beside those of before."""

    def __init__(self, name: str) -> None:
        self.folder = REFERENCES / name
        self.found = FOUND / name
        self.seen: set[str] = set()
        self.patience = PATIENCE
        shutil.rmtree(self.found, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)

    def looks(self, page: Page, name: str) -> str | None:
        """Take a picture, and return what is wrong with it, if anything is."""
        file = self.folder / f"{name}.webp"
        self.seen.add(file.name)
        before = Image.open(file).convert("RGB") if file.exists() else None
        now = taken(page)
        if RENEWS:
            self._renews(page, file, now, before)
            return None
        if before is None:
            return f"{self._keeps(now, name)} is new"
        while not is_as_before(reduced(now), before):
            if not self.patience:
                return f"{self._keeps(now, name, before)} is not as it was"
            self.patience -= 1
            page.wait_for_timeout(A_LOOK)
            now = taken(page)
        return None

    def _renews(self, page: Page, file: Path, now: Image.Image, before: Image.Image | None) -> None:
        """Keep it once it stands still, unless it is as it was: then there is nothing for the history to hold."""
        page.wait_for_timeout(A_LOOK)
        while (later := taken(page)) != now:
            now = later
            page.wait_for_timeout(A_LOOK)
        if before is None or not is_as_before(reduced(now), before):
            reduced(now).save(file, lossless=True, quality=100, method=6)

    def _keeps(self, now: Image.Image, name: str, before: Image.Image | None = None) -> Path:
        self.found.mkdir(parents=True, exist_ok=True)
        path = self.found / f"{name}.png"
        now.save(path)
        if before is not None:
            small = reduced(now)
            if small.size != before.size:
                small = ImageOps.pad(small, before.size)
            marked = Image.composite(Image.new("RGB", before.size, "red"), small, difference(small, before))
            beside = Image.new("RGB", (before.width * 3, before.height))
            for place, one in enumerate((before, small, marked)):
                beside.paste(one, (before.width * place, 0))
            beside.save(self.found / f"{name}-difference.png")
        return path.relative_to(TOP)

    def left_over(self) -> list[str]:
        """Returns the references of which there is no screen any more."""
        left = sorted(one.name for one in self.folder.iterdir() if one.name not in self.seen)
        if RENEWS:
            for one in left:
                (self.folder / one).unlink()
            return []
        return [f"{name} is of no screen any more" for name in left]


def for_a_look(page: Page, name: str) -> None:
    """Keep a picture of the whole page in both colours, where somebody asks for them: `PICTURES=folder`."""
    folder = os.environ.get("PICTURES")
    if folder is None:
        return
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(400)  # the colours change slowly
        page.screenshot(path=Path(folder) / f"{name}-{scheme}.png", full_page=True)
