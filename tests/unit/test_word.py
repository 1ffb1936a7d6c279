"""Word templates: what is filled in is text, and what is uploaded is checked before anything is made of it."""

from __future__ import annotations

import asyncio
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from jinja2 import UndefinedError

from documents.docx import ReadTemplate, fill, read_apart, read_template
from documents.word_parts import MOST_UNPACKED, RefusedTemplate
from foundation.apart import Apart

ODD = ("{{ 7 * 7 }}", "{% for x in y %}", "<w:p><b>&amp;", "]]>", "a\x0bb", "#strong[x]", "'\"", "ş ł 王 😀")


def a_template(*lines: str, head: str = "", table: str = "", between: str = "") -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if head:
        document.sections[0].header.paragraphs[0].text = head
    if table:
        document.add_table(1, 1).cell(0, 0).text = table
    if between:
        added = document.add_table(1, 1)
        added.cell(0, 0).text = between
        document.paragraphs[0]._element.addnext(added._element)
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def written(xml: str) -> bytes:
    """A template whose only line is this XML, in place of its run."""
    run = b"<w:r><w:t>x</w:t></w:r>"
    content = a_template("x")
    whole = ZipFile(BytesIO(content)).read("word/document.xml")
    assert run in whole
    return changed(content, **{"word/document.xml": whole.replace(run, xml.encode())})


def titled(title: str) -> bytes:
    document = Document(BytesIO(a_template("{{ naam }}")))
    document.core_properties.title = title
    held = BytesIO()
    document.save(held)
    return held.getvalue()


NOTES = b"""<w:endnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:endnote><w:p><w:r>
<w:t>Zie {{ naam }}</w:t></w:r></w:p></w:endnote></w:endnotes>"""


@pytest.mark.parametrize("part", ["word/_rels/document.xml.rels", "word/document.xml", "word/styles.xml"])
def test_a_file_that_was_damaged_on_its_way_is_refused(part: str) -> None:
    whole = bytearray(a_template("{{ naam }}" * 200))
    packed = whole.index(part.encode()) + len(part)
    whole[packed : packed + 8] = b"\xff" * 8
    with pytest.raises(RefusedTemplate) as refused:
        read_template(bytes(whole))
    assert refused.value.reason == "not_word"


def said(content: bytes) -> list[str]:
    return [one.text for one in Document(BytesIO(content)).paragraphs if one.text]


def changed(content: bytes, **parts: bytes) -> bytes:
    """The same file with other parts, by the end of their name."""
    held = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(held, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, body in parts.items():
            new.writestr(name, body)
    return held.getvalue()


def test_its_own_words_are_read_and_the_rest_stays_as_it_looks() -> None:
    found = read_template(
        a_template(
            "{{ naam }}",
            "{{ begin_tekst }}",
            "Op {{ datum }} riep u.",
            "",
            "Stop.",
            "{{ einde_tekst }}",
            "Groet",
            head="{{ kenmerk }}",
            table="{{ plaats }}",
        )
    )
    assert found.words == ("Op {{ datum }} riep u.", "Stop.")
    assert found.fields == {"naam", "datum", "kenmerk", "plaats", "tekst"}
    data = {"naam": "Jan", "kenmerk": "2026-1", "plaats": "Hier", "tekst": ["Een.", "Twee."]}
    filled = fill(found.layout, data)
    assert said(filled) == ["Jan", "Een.", "Twee.", "Groet"]
    document = Document(BytesIO(filled))
    assert document.sections[0].header.paragraphs[0].text == "2026-1"
    assert document.tables[0].cell(0, 0).text == "Hier"


def test_only_a_place_for_the_words() -> None:
    found = read_template(a_template("{{ naam }}", "{{ tekst }}"))
    assert found == ReadTemplate(found.layout, frozenset({"naam", "tekst"}))
    assert said(fill(found.layout, {"naam": "Jan", "tekst": []})) == ["Jan"]


@pytest.mark.parametrize("odd", ODD)
def test_what_is_filled_in_is_text(odd: str) -> None:
    layout = read_template(a_template("Aan {{ naam }}.", "{{ tekst }}")).layout
    visible = odd.replace("\x0b", "")
    assert said(fill(layout, {"naam": odd, "tekst": [odd, "Slot"]})) == [f"Aan {visible}.", visible, "Slot"]


def test_a_banner_stands_above_a_layout_that_begins_with_a_table() -> None:
    content = read_template(a_template("{{ organisatie }}", table="x")).layout
    document = Document(BytesIO(content))
    document.element.body.insert(0, document.tables[0]._element)
    held = BytesIO()
    document.save(held)
    made = Document(BytesIO(fill(held.getvalue(), {"organisatie": "Wij"}, banner=ODD[0])))
    assert made.element.body[0] is made.paragraphs[0]._p
    assert said(fill(held.getvalue(), {"organisatie": "Wij"}, banner=ODD[0])) == [ODD[0], "Wij"]


def test_what_the_data_lacks_is_named() -> None:
    with pytest.raises(UndefinedError, match="naam"):
        fill(read_template(a_template("{{ naam }}")).layout, {})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not_word"),
        (b"%PDF-1.7", "not_word"),
        (b"x" * 900_001, "too_large"),
        (a_template("{{ naam.strip() }}"), "not_a_field"),
        (a_template("{{ naam.__class__ }}"), "not_a_field"),
        (a_template("{{ 'a' * 1000000000 }}"), "not_a_field"),
        (a_template("{{ naam | upper }}"), "not_a_field"),
        (a_template("{% for a in b %}x{% endfor %}"), "not_a_field"),
        (a_template("{{ naam"), "not_a_field"),
        (a_template("{{r naam }}"), "not_a_field"),
        (a_template("{{p naam }}"), "not_a_field"),
        (a_template("{# naam #}"), "not_a_field"),
        (changed(a_template("x"), **{"word/endnotes.xml": NOTES}), "not_a_field"),
        (
            written("<w:r><w:t>Tot </w:t></w:r><w:ins w:id='1' w:author='x'><w:r><w:t>zes</w:t></w:r></w:ins>"),
            "tracked",
        ),
        (written("<w:del w:id='1' w:author='x'><w:r><w:delText>drie</w:delText></w:r></w:del>"), "tracked"),
        (written("<w:r><w:commentReference w:id='1'/></w:r>"), "tracked"),
        (a_template("{{ begin_tekst }}", "x", "{{ einde_tekst }}", between="y"), "text_alone"),
        (a_template("Hier: {{ tekst }}"), "text_alone"),
        (a_template("{{ tekst }}", "{{ tekst }}"), "text_alone"),
        (a_template("{{ begin_tekst }}", "x"), "text_alone"),
        (a_template("{{ einde_tekst }}", "{{ begin_tekst }}"), "text_alone"),
        (changed(a_template("x"), **{"word/document.xml": b"<x"}), "not_word"),
        (changed(a_template("x"), **{"word/vbaProject.bin": b"x"}), "macros"),
        (changed(a_template("x"), **{"word/media/a.txt": b"0" * (MOST_UNPACKED + 1)}), "too_large"),
        (
            changed(
                a_template("x"),
                **{
                    "word/_rels/settings.xml.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
                    b'relationships"><Relationship Id="r1" TargetMode="External" Target="http://elders.example/t.dotx" '
                    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/>'
                    b"</Relationships>"
                },
            ),
            "outside",
        ),
    ],
)
def test_what_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(RefusedTemplate) as refused:
        read_template(content)
    assert refused.value.reason == reason


def test_words_in_a_content_control_count() -> None:
    """Word puts a choice, a name or a date in a box of its own; what stands in it is part of the sentence."""
    box = "<w:sdt><w:sdtContent><w:r><w:t>zes</w:t></w:r></w:sdtContent></w:sdt>"
    lines = a_template("{{ begin_tekst }}", "x", "{{ einde_tekst }}")
    whole = ZipFile(BytesIO(lines)).read("word/document.xml").decode()
    sentence = (
        f"<w:r><w:t xml:space='preserve'>Tot </w:t></w:r>{box}<w:r><w:t xml:space='preserve'> maanden.</w:t></w:r>"
    )
    whole = whole.replace("<w:r><w:t>x</w:t></w:r>", sentence)
    found = read_template(changed(lines, **{"word/document.xml": whole.encode()}))
    assert found.words == ("Tot zes maanden.",)
    assert said(fill(found.layout, {"tekst": ["Anders."]})) == ["Anders."]


@pytest.mark.parametrize(
    "title", ["{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "{{"]
)
def test_the_title_of_a_file_is_not_filled_in(title: str) -> None:
    filled = fill(read_template(titled(title)).layout, {"naam": "Jan"})
    assert Document(BytesIO(filled)).core_properties.title == title


def test_a_child_reads_it() -> None:
    content = a_template("{{ naam }}", "{{ begin_tekst }}", "Stop.", "{{ einde_tekst }}")

    async def reads(what: bytes) -> ReadTemplate:
        return await read_apart(Apart(), what, "somebody")

    found = asyncio.run(reads(content))
    assert found == ReadTemplate(found.layout, frozenset({"naam", "tekst"}), ("Stop.",))
    assert said(fill(found.layout, {"naam": "Jan", "tekst": ["Stop."]})) == ["Jan", "Stop."]
    with pytest.raises(RefusedTemplate) as refused:
        asyncio.run(reads(a_template("{{ a.b }}")))
    assert refused.value.reason == "not_a_field"
