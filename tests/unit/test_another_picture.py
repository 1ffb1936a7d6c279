"""What counts as another picture (tests/browser/pictures.py): what somebody would see, not how letters are drawn."""

import pytest
from PIL import Image, ImageDraw, ImageFilter

from tests.browser.pictures import is_as_before, reduced

PAPER, INK, ACCENT, ALARM = "#f3f5f7", "#14202b", "#12406f", "#ab0c1a"
ALL = {"button": (20, 700, 180, 756), "noodknop": (160, 770, 230, 840)}


def a_screen(*, rows: int = 40, accent: str = ACCENT, without: str = "") -> Image.Image:
    """A telephone with rows of text, a button and the noodknop. rows: how far down the first row stands."""
    picture = Image.new("RGB", (390, 844), PAPER)
    draw = ImageDraw.Draw(picture)
    for row in range(8):
        draw.text((20, rows + row * 60), "Burgemeester van Grunsvenstraat 77", fill=INK, font_size=18)
    for name, box in ALL.items():
        if name != without:
            draw.rounded_rectangle(box, 12, fill=accent if name == "button" else ALARM)
    return picture


def same(picture: Image.Image) -> bool:
    return is_as_before(reduced(picture), reduced(a_screen()))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(a_screen(without="noodknop"), id="a button is gone"),
        pytest.param(a_screen(accent="#4a6a2f"), id="a colour is another"),
        pytest.param(a_screen(accent="#33608f"), id="a colour is paler"),
        pytest.param(a_screen(rows=52), id="rows stand 12 pixels lower"),
        pytest.param(Image.blend(a_screen(), Image.new("RGB", (390, 844), "black"), 0.2), id="a veil lies over it"),
        pytest.param(a_screen().crop((0, 0, 390, 800)), id="it has another size"),
    ],
)
def test_what_somebody_would_see_is_another_picture(other: Image.Image) -> None:
    assert not same(other)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(a_screen(), id="the same"),
        pytest.param(a_screen(rows=41), id="rows stand one pixel lower"),
        pytest.param(a_screen().filter(ImageFilter.GaussianBlur(0.7)), id="letters are drawn softer"),
    ],
)
def test_how_it_is_drawn_makes_no_other_picture(other: Image.Image) -> None:
    assert same(other)
