"""The templates of an organisation in Word, and the head of its letters."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from docx import Document
from fastapi.testclient import TestClient
from PIL import Image

from tests.integration.letters import (
    WHAT,
    Filed,
    codes,
    does,
    written,
)
from tests.support.letters import in_docx, in_pdf
from tests.support.organisations import Employee, Organisation


def a_template(*words: str, layout: tuple[str, ...] = ("naam", "datum", "kenmerk", "ondertekening")) -> bytes:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "GEMEENTE IN HUISSTIJL"
    for one in layout:
        document.add_paragraph(f"{{{{ {one} }}}}")
    for one in words:
        document.add_paragraph(one)
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def uploads(api: TestClient, who: Employee, letter: str, content: bytes) -> Any:
    files = {"file": ("sjabloon.docx", content)}
    return api.put(f"/v1/letter-templates/{letter}", files=files, headers=who.headers)


OWN = (
    "{{ begin_tekst }}",
    "Op {{ datum_incident }}, bij {{ afdeling }}: {{ omschrijving }}",
    "Stop.",
    "{{ einde_tekst }}",
)


def test_a_template_of_the_organisation(api: TestClient, ours: Organisation, filed: Filed) -> None:
    path = filed("corporatie", "threat")
    admin = ours.administrator
    lacks = uploads(
        api, admin, "warning", a_template("{{ begin_tekst }}", "Stop.", "{{ einde_tekst }}", layout=("naam",))
    )
    assert lacks.status_code == 400
    assert [one["detail"] for one in lacks.json()["errors"]] == [
        f"In dit sjabloon ontbreekt het veld {one}."
        for one in ("datum", "kenmerk", "ondertekening", "datum_incident", "afdeling", "omschrijving")
    ]
    made = uploads(api, admin, "warning", a_template(*OWN))
    assert made.status_code == 200, made.text
    assert (made.json()["own"], made.json()["words"]) == (True, list(OWN[1:3]))
    assert "GEMEENTE IN HUISSTIJL" in in_head(admin.get(api, "/v1/letter-templates/warning/template.docx").content)
    assert "CONCEPT" in in_pdf(admin.get(api, "/v1/letter-templates/warning/example.pdf").content)

    letter = written(api, ours.manager, path, "warning")
    assert letter["text"][1:] == ["Stop."]
    assert letter["text"][0].endswith(f"bij Inkomen: {WHAT}")
    does(api, ours.manager, letter, "sign")
    content = ours.manager.get(api, f"/v1/letters/{letter['id']}/letter.docx").content
    assert "GEMEENTE IN HUISSTIJL" in in_head(content)
    assert WHAT in in_docx(content)
    assert WHAT in in_pdf(ours.manager.get(api, f"/v1/letters/{letter['id']}/letter.pdf").content)

    assert admin.delete(api, "/v1/letter-templates/warning").status_code == 204
    assert admin.delete(api, "/v1/letter-templates/warning").status_code == 404
    listed = {one["letterId"]: one for one in admin.get(api, "/v1/letter-templates").json()["templates"]}
    assert not listed["warning"]["own"]
    still = ours.manager.get(api, f"/v1/letters/{letter['id']}/letter.docx").content
    assert "GEMEENTE IN HUISSTIJL" in in_head(still), "what was drafted with it keeps it"


def in_head(content: bytes) -> str:
    return str(Document(BytesIO(content)).sections[0].header.paragraphs[0].text)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_what_is_no_template(api: TestClient, ours: Organisation, filed: Filed) -> None:
    filed("corporatie", "threat")
    for content, code in (
        (b"%PDF-1.7", "template_not_word"),
        (a_template("{{ naam.__class__ }}"), "template_not_a_field"),
        (a_template("Hier: {{ tekst }}"), "template_text_alone"),
        (a_template("{{ tekst }}", "{{ iets }}"), "template_unknown_field"),
    ):
        answer = uploads(api, ours.administrator, "warning", content)
        assert (answer.status_code, codes(answer)) == (400, [("/file", code)])
    assert uploads(api, ours.administrator, "no_such", a_template(*OWN)).status_code == 404
    for who in (ours.manager, ours.registrar, ours.worker):
        assert uploads(api, who, "warning", a_template(*OWN)).status_code == 403
        assert who.get(api, "/v1/letter-templates").status_code == 403


def test_the_head_of_letters(api: TestClient, ours: Organisation, filed: Filed) -> None:
    path = filed("corporatie", "threat")
    first = does(api, ours.manager, written(api, ours.manager, path, "warning"), "sign")
    held = BytesIO()
    Image.new("RGB", (60, 20), "#336699").save(held, "PNG")
    headers = ours.administrator.headers
    made = api.put(
        "/v1/letterhead", data={"lines": "Markt 1\n\n5211 AA Den Bosch "}, files={"mark": ("m.png", held.getvalue())},
        headers=headers,
    )  # fmt: skip
    assert (made.status_code, made.json()["lines"], made.json()["mark"]) == (
        200,
        ["Markt 1", "5211 AA Den Bosch"],
        True,
    )
    kept = api.put("/v1/letterhead", data={"lines": "Markt 2"}, headers=headers).json()
    assert (kept["lines"], kept["mark"]) == (["Markt 2"], True)
    bad = api.put("/v1/letterhead", data={"lines": ""}, files={"mark": ("m.svg", b"<svg/>")}, headers=headers)
    assert codes(bad) == [("/mark", "mark_not_a_picture")]
    second = does(api, ours.manager, written(api, ours.manager, path, "warning"), "sign")
    assert "Markt" not in in_pdf(ours.manager.get(api, f"/v1/letters/{first['id']}.pdf").content)
    assert "Markt 2" in in_pdf(ours.manager.get(api, f"/v1/letters/{second['id']}.pdf").content)
    assert api.put("/v1/letterhead", data={"lines": "x"}, headers=ours.manager.headers).status_code == 403
