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
from zipfile import BadZipFile, ZipFile

from foundation.apart import Apart, Job, ReadingFailed

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT, BEGIN, END = "tekst", "begin_tekst", "einde_tekst"
PARAGRAPH = "alinea"
MOST_BYTES = 900_000
MOST_UNPACKED = 20_000_000
MOST_PARTS = 300
NOT_WORD, TOO_LARGE, MACROS, OUTSIDE, NOT_A_FIELD, TEXT_ALONE = (
    "not_word", "too_large", "macros", "outside", "not_a_field", "text_alone",
)  # fmt: skip
"""Why a template is refused: it is no Word file, holds a program, fetches something from elsewhere, holds more than
fields, or its text is not in a paragraph of its own."""


class RefusedTemplate(Exception):
    """The template can't be used. `reason`: see above. `about`: what was found there, if that helps."""

    def __init__(self, reason: str, about: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.about = about


@dataclass(frozen=True)
class ReadTemplate:
    """A template as it is used. fields: what it names. words: its own wording, by paragraph; none: it has only a place
    for it. layout: the template with a place for the words."""

    layout: bytes
    fields: frozenset[str]
    words: tuple[str, ...] = ()


def fill(layout: bytes, data: Mapping[str, Any]) -> bytes:
    """Returns a Word file: the layout with its fields filled in. What stands in the data is text, whatever it looks
    like.

    data: `tekst` is a list of paragraphs.

    Raises:
        jinja2.UndefinedError: the layout names something that is not in the data.
    """
    from docxtpl import DocxTemplate

    template = DocxTemplate(BytesIO(layout))
    template.render({name: _writable(value) for name, value in data.items()}, _sandbox(), autoescape=True)
    held = BytesIO()
    template.save(held)
    return held.getvalue()


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


def refuse_unsafe(content: bytes, most_unpacked: int = MOST_UNPACKED) -> None:
    """Refuse a file that is no Word file, or one with a program in it or that fetches something from elsewhere.

    Raises:
        RefusedTemplate: with the reason.
    """
    try:
        with ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > most_unpacked:
                raise RefusedTemplate(TOO_LARGE)
            names = [one.filename for one in parts]
            if "word/document.xml" not in names:
                raise RefusedTemplate(NOT_WORD)
            if any(name.lower().endswith((".bin", ".exe", ".js", ".vbs")) for name in names):
                raise RefusedTemplate(MACROS)
            for name in names:
                if name.endswith(".rels"):
                    _only_links_outside(packed.read(name))
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise RefusedTemplate(NOT_WORD) from error


def _only_links_outside(relations: bytes) -> None:
    """A template may link to a page; it may not fetch a picture or another template when it is opened."""
    from lxml import etree

    try:
        for one in etree.fromstring(relations, etree.XMLParser(resolve_entities=False, no_network=True)):
            kind = str(one.get("Type", ""))
            if one.get("TargetMode") == "External" and not kind.endswith("/hyperlink"):
                raise RefusedTemplate(OUTSIDE, kind.rsplit("/", 1)[-1])
    except etree.XMLSyntaxError as error:
        raise RefusedTemplate(NOT_WORD) from error


def _take_out_words(document: Any) -> tuple[str, ...]:
    """Takes the template's own wording out, leaving a place for it. Returns it, by paragraph."""
    paragraphs = list(document.paragraphs)
    marks = [_only_field(one.text) for one in paragraphs]
    if BEGIN not in marks and END not in marks:
        return ()
    if marks.count(BEGIN) != 1 or marks.count(END) != 1 or marks.index(BEGIN) > marks.index(END):
        raise RefusedTemplate(TEXT_ALONE, f"{BEGIN}, {END}")
    first, last = marks.index(BEGIN), marks.index(END)
    inside = paragraphs[first + 1 : last]
    words = tuple(text for one in inside if (text := " ".join(one.text.split())))
    kept = next((one for one in inside if one.text.strip()), paragraphs[first])
    _say(kept, f"{{{{ {TEXT} }}}}")
    for one in paragraphs[first : last + 1]:
        if one is not kept:
            one._element.getparent().remove(one._element)
    return words


def _make_room(document: Any) -> bool:
    """Makes the paragraph with `{{ tekst }}` one for each paragraph of the letter. Returns whether there is one."""
    places = [one for one in document.paragraphs if _only_field(one.text) == TEXT]
    if len(places) != 1:
        if places or any(TEXT in _names_in(one.text) for one in document.paragraphs):
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
    if not runs:
        paragraph.add_run(words)
        return
    runs[0].text = words
    for one in runs[1:]:
        one._element.getparent().remove(one._element)


def _fields_of(content: bytes) -> set[str]:
    """Returns the fields that a Word file names, in its text, head and foot.

    Raises:
        RefusedTemplate: there is more in it than fields.
    """
    from docxtpl import DocxTemplate

    template = DocxTemplate(BytesIO(content))
    template.init_docx()
    written = [template.get_xml()]
    for kind in (template.HEADER_URI, template.FOOTER_URI):
        written += [template.get_part_xml(part) for _, part in template.get_headers_footers(kind)]
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
