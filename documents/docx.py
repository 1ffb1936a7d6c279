"""Word: filling a template, and reading one that somebody made.

A template holds fields and nothing else: `{{ naam }}`, in the text, the head or the foot. No loops, no conditions, no
sums: whoever opens it in Word sees what it says, and nobody can make one that never ends. Where the words of a letter
come, it says `{{ tekst }}` in a paragraph of its own; or it holds the words itself, between `{{ begin_tekst }}` and
`{{ einde_tekst }}`. Then those are read as the wording, and the rest is the layout (docs/decisions/0071).

What somebody uploads is read by a child process (docs/decisions/0036), once; what is kept is the layout it found.
"""

import base64
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from documents.word_parts import (
    NOT_A_FIELD,
    NOT_WORD,
    TEXT_ALONE,
    TOO_LARGE,
    RefusedTemplate,
    refuse_more_than_fields,
    refuse_unsafe,
    text_of,
)
from foundation.apart import Apart, Job, ReadingFailed

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT, BEGIN, END = "tekst", "begin_tekst", "einde_tekst"
PARAGRAPH = "alinea"
MOST_BYTES = 900_000
BANNER = "FFF3CD"
"""The colour behind it, as on the PDF."""


@dataclass(frozen=True)
class ReadTemplate:
    """A template as it is used. fields: what it names. words: its own wording, by paragraph; none: it has only a place
    for it. layout: the template with a place for the words."""

    layout: bytes
    fields: frozenset[str]
    words: tuple[str, ...] = ()


def fill(layout: bytes, data: Mapping[str, Any], title: str = "", banner: str = "") -> bytes:
    """Returns a Word file: the layout with its fields filled in. What stands in the data is text, whatever it looks
    like.

    data: `tekst` is a list of paragraphs. title: what the file says that it is; empty: what the layout says. banner:
    what stands above everything, whatever the layout; empty: nothing.

    Raises:
        jinja2.UndefinedError: the layout names something that is not in the data.
    """
    from docxtpl import DocxTemplate

    template = DocxTemplate(BytesIO(layout))
    template.render_properties = _leave_alone
    template.render({name: _writable(value) for name, value in data.items()}, _sandbox(), autoescape=True)
    if title:
        template.docx.core_properties.title = title
    if banner:
        _put_above(template.docx, banner)
    held = BytesIO()
    template.save(held)
    return held.getvalue()


def _put_above(document: Any, words: str) -> None:
    """Puts a shaded paragraph before everything else in the text: in a template of their own that may be a table."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    paragraph = document.add_paragraph()
    paragraph.add_run(words).bold = True
    shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{BANNER}"/>'
    paragraph._p.get_or_add_pPr().append(parse_xml(shade))
    document.element.body.insert(0, paragraph._p)


def read_template(content: bytes) -> ReadTemplate:
    """Returns the template in a Word file.

    Raises:
        RefusedTemplate: it can't be used.
    """
    from docx import Document

    _look_inside(content)
    try:
        document = Document(BytesIO(content))
    except Exception as error:
        # A zip that is no document fails in as many ways as it has parts.
        raise RefusedTemplate(NOT_WORD) from error
    words = _take_out_words(document)
    held = BytesIO()
    document.save(held)
    fields = _fields_of(held.getvalue())
    for one in words:
        fields |= _names_in(one)
    if not _make_room(document):
        return ReadTemplate(held.getvalue(), frozenset(fields - {TEXT}), words)
    held = BytesIO()
    document.save(held)
    return ReadTemplate(held.getvalue(), frozenset(fields | {TEXT}), words)


def _look_inside(content: bytes) -> None:
    """Refuse what no template of a letter is, before anything of it is unpacked."""
    if len(content) > MOST_BYTES:
        raise RefusedTemplate(TOO_LARGE)
    refuse_unsafe(content)
    refuse_more_than_fields(content)


def _take_out_words(document: Any) -> tuple[str, ...]:
    """Takes the template's own wording out, leaving a place for it. Returns it, by paragraph."""
    paragraphs = list(document.paragraphs)
    marks = [_only_field(text_of(one._element)) for one in paragraphs]
    if BEGIN not in marks and END not in marks:
        return ()
    if marks.count(BEGIN) != 1 or marks.count(END) != 1 or marks.index(BEGIN) > marks.index(END):
        raise RefusedTemplate(TEXT_ALONE, f"{BEGIN}, {END}")
    first, last = marks.index(BEGIN), marks.index(END)
    inside = paragraphs[first + 1 : last]
    _only_paragraphs(paragraphs[first], paragraphs[last])
    words = tuple(text for one in inside if (text := " ".join(text_of(one._element).split())))
    kept = next((one for one in inside if text_of(one._element).strip()), paragraphs[first])
    _say(kept, f"{{{{ {TEXT} }}}}")
    for one in paragraphs[first : last + 1]:
        if one is not kept:
            one._element.getparent().remove(one._element)
    return words


def _only_paragraphs(first: Any, last: Any) -> None:
    """Between these there is no table or block of another kind: its words would be in Word, and not in the PDF."""
    for one in first._element.itersiblings():
        if one is last._element:
            return
        if one.tag != first._element.tag and text_of(one).strip():
            raise RefusedTemplate(TEXT_ALONE, f"{BEGIN}, {END}")


def _make_room(document: Any) -> bool:
    """Makes the paragraph with `{{ tekst }}` one for each paragraph of the letter. Returns whether there is one."""
    places = [one for one in document.paragraphs if _only_field(text_of(one._element)) == TEXT]
    if len(places) != 1:
        if places or any(TEXT in _names_in(text_of(one._element)) for one in document.paragraphs):
            raise RefusedTemplate(TEXT_ALONE, TEXT)
        return False
    (place,) = places
    for words, before in ((f"{{%p for {PARAGRAPH} in {TEXT} %}}", True), ("{%p endfor %}", False)):
        beside = deepcopy(place._element)
        if before:
            place._element.addprevious(beside)
        else:
            place._element.addnext(beside)
        _say(type(place)(beside, place._parent), words)
    _say(place, f"{{{{ {PARAGRAPH} }}}}")
    return True


def _say(paragraph: Any, words: str) -> None:
    """Replaces the words of a paragraph, which keeps its looks and those of its first letters."""
    runs = list(paragraph.runs)
    first = (runs[0] if runs else paragraph.add_run())._element
    for one in list(paragraph._element):
        if one is not first and one is not paragraph._element.pPr:
            paragraph._element.remove(one)
    paragraph.runs[0].text = words


def _fields_of(content: bytes) -> set[str]:
    """Returns the fields that a Word file names, in its text, head, foot and footnotes.

    Raises:
        RefusedTemplate: there is more in it than fields.
    """
    from docxtpl import DocxTemplate

    template = DocxTemplate(BytesIO(content))
    template.init_docx()
    written = [template.get_xml()]
    for kind in (template.HEADER_URI, template.FOOTER_URI):
        written += [template.get_part_xml(part) for _, part in template.get_headers_footers(kind)]
    parts = template.docx.part.package.parts
    written += [part.blob.decode() for part in parts if part.content_type.endswith(".footnotes+xml")]
    return {name for one in written for name in _names_in(template.patch_xml(one))}


def _names_in(text: str) -> set[str]:
    """Returns the fields in a text.

    Raises:
        RefusedTemplate: there is more in it than fields.
    """
    from jinja2 import TemplateSyntaxError, nodes

    try:
        parsed = _sandbox().parse(text)
    except TemplateSyntaxError as error:
        raise RefusedTemplate(NOT_A_FIELD, str(error.message)[:100]) from error
    names = set()
    for one in _all_nodes(parsed):
        if isinstance(one, nodes.Name):
            names.add(one.name)
        elif not isinstance(one, (nodes.Template, nodes.Output, nodes.TemplateData)):
            raise RefusedTemplate(NOT_A_FIELD, type(one).__name__)
    return names


def _all_nodes(node: Any) -> Iterator[Any]:
    yield node
    for one in node.iter_child_nodes():
        yield from _all_nodes(one)


def _only_field(text: str) -> str | None:
    """Returns the field that this paragraph consists of, if it is one and nothing else."""
    stripped = text.strip()
    if not (stripped.startswith("{{") and stripped.endswith("}}")):
        return None
    name = stripped[2:-2].strip()
    return name if name.isidentifier() else None


def _leave_alone(*_: Any) -> None:
    """The title and the author of the file are no place for fields; what stands there is not looked at."""


def _sandbox() -> Any:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def _writable(value: Any) -> Any:
    """Leaves out what XML can't hold."""
    if isinstance(value, str):
        return "".join(letter for letter in value if letter >= " " or letter in "\n\t")
    if isinstance(value, (list, tuple)):
        return [_writable(one) for one in value]
    return value


def read_in_child(facts: Mapping[str, Any], content: bytes) -> dict[str, Any]:
    """What the child process does."""
    try:
        found = read_template(content)
    except RefusedTemplate as refused:
        return {"refused": refused.reason, "about": refused.about}
    layout = base64.b64encode(found.layout).decode()
    return {"layout": layout, "fields": sorted(found.fields), "words": list(found.words)}


JOB = Job(read_in_child, seconds=10, patience=30.0, megabytes=800)


async def read_apart(apart: Apart, content: bytes, who: str) -> ReadTemplate:
    """Returns the template in a Word file that somebody uploaded, read by a child process. who: whose turn it is.

    Raises:
        RefusedTemplate: it can't be used.
        TooBusy: the machine is too busy now.
    """
    if len(content) > MOST_BYTES:
        raise RefusedTemplate(TOO_LARGE)
    try:
        answer = await apart.read(JOB, {}, content, who)
    except ReadingFailed:
        raise RefusedTemplate(NOT_WORD) from None
    if "refused" in answer:
        raise RefusedTemplate(answer["refused"], answer["about"])
    layout = base64.b64decode(answer["layout"])
    return ReadTemplate(layout, frozenset(answer["fields"]), tuple(answer["words"]))
