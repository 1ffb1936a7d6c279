"""What must not stand in a log: patterns of secrets and of what says who or where somebody is.

Logs are kept longer than the database and read by more people. Rather too much is removed than too little.
"""

import re
from urllib.parse import unquote

REMOVED = "[removed]"
NAMED = r"session|token|secret|passwo?r?d|passphrase|wachtwoord|pwd|api[ _-]?key|authorization|signature"
HEADERS = r"(?:set-)?cookie|(?:proxy-)?authorization|x-twilio-signature"
STREETS = (
    "straat|steenweg|laan|weg|plein|dreef|lei|kade|gracht|singel|pad|markt|hof|dijk|park|plantsoen|baan|steeg|ring|"
    "boulevard|wal|kaai|berg|veld|str\\.?"
)
LARGE = "De|Het|'t|'s|Oude|Nieuwe|Lange|Korte|Grote|Kleine|Hoge|Lage"
ALONE = "Markt|Plein|Dijk|Dam|Kade|Singel|Gracht|Hof|Lei|Ring|Brink"
FRENCH = "rue|avenue|chauss[ée]e|place|boulevard|quai|impasse|clos|drève"
APART = r"[\s./_+\u2010-\u2015-]{0,3}"
"""What people put between the digits of a number. A form writes a space as a plus."""
WORD = r"[\w'.-]{0,40}"
"""The rest of a word of a street. No pattern may look on without end from each letter: a long text would take hours."""
NO_POSTCODE = "ms|of|to|in|is|at|by|on|or|no|so|it|as|an|be|do|go|up|us|we|kb|mb|gb|px|van|en|de"
"""Small words that follow a number in our own lines."""
IN_TEXT = (
    # What SQLAlchemy and PostgreSQL reveal about a row. First, since that may be long.
    (re.compile(r"(\[parameters: ).*", re.DOTALL), r"\1" + REMOVED + "]"),
    (re.compile(r"(DETAIL:  ).*"), r"\1" + REMOVED),
    (re.compile(r"(Failing row contains ).*"), r"\1" + REMOVED),
    # Access: tokens, cookies, passwords, links.
    (re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}"), r"\1 " + REMOVED),
    (re.compile(rf"(?i)(b?[\"'](?:{HEADERS})[\"']\s*,\s*b?[\"'])[^\"']*"), r"\1" + REMOVED),
    (re.compile(r"(?i)\b((?:set-)?cookies?[\"']?\s*[:=]\s*)[^\r\n]+"), r"\1" + REMOVED),
    (re.compile(r"(/o/|/diary/|/webhooks/cm/status/)[A-Za-z0-9_-]{8,}"), r"\1" + REMOVED),
    (re.compile(r"(://)[^/\s:@]*:[^/\s@]+@"), r"\1" + REMOVED + "@"),
    (re.compile(r"(?i)(https?://[^/\s\"'<>?#]+)[/?#][^\s\"'<>]*"), r"\1/" + REMOVED),
    (re.compile(r"\beyJ[\w-]{1,500}\.[\w-]+\.[\w-]*"), REMOVED),
    (re.compile(rf"(?i)((?:{NAMED})[\"']?\s*[:=]\s*[\"']?)[^\s\"',;&)}}\]]+"), r"\1" + REMOVED),
    (re.compile(r"(?i)\b(pin(?:code|_?hash)?[\"']?(?:\s*[:=]\s*|\s+)[\"']?)\d+"), r"\1" + REMOVED),
    (re.compile(r"(?<![\w-])(?=[\w-]*[A-Z])(?=[\w-]*\d)(?=[\w-]*[a-z])[A-Za-z0-9_-]{43}(?![\w-])"), REMOVED),
    # Who it is about.
    (re.compile(r"(?<![\w.+'-])[\w.+'-]++(?:@|%40)[\w-]+(?:\.[\w-]+)*"), REMOVED),
    (re.compile(r"\b\d{2}[. ]?\d{2}[. ]?\d{2}[- ]\d{3}[. ]?\d{2}\b"), REMOVED),
    (re.compile(r"(?i)\b(bsn\W{0,3})\d{8,9}\b"), r"\1" + REMOVED),
    (re.compile(r"\b(?:NL\d{2}\s?[A-Z]{4}|BE\d{2})(?:\s?\d){10,12}\b"), REMOVED),
    (re.compile(r"(?i)(?<![\w-])(?:\+|%2b|00)\s?[1-9][\d\s()./_\u2010-\u2015-]{6,}\d"), REMOVED),
    (re.compile(r"(?i)(?<=%2b)[1-9]\d{7,}"), REMOVED),
    (re.compile(rf"(?<![\w.-])3[12]{APART}[1-9](?:{APART}\d){{7,8}}(?![\w-])"), REMOVED),
    (
        re.compile(
            rf"(?<![\d.-])(?<![0-9a-f]{{4}})(?<!\d:)\(?0[\s/_-]{{0,3}}[1-9](?:\)?{APART}\(?\d){{7,8}}(?![\w-]|:\d)"
        ),
        REMOVED,
    ),
    # Where they are.
    (re.compile(r"\b(?:49|5[0-4])[.,]\d{3,}[^\w-]{1,3}[2-7][.,]\d{3,}"), REMOVED),
    (re.compile(r"\b[2-7][.,]\d{3,}[^\w-]{1,3}(?:49|5[0-4])[.,]\d{3,}"), REMOVED),
    (
        re.compile(
            r"\b(?:[NZ]\s?)?(?:49|5[0-4])[.,]\d{3,}\s?[NZ]?[\s,;/]{1,3}[EOW]?\s?[2-7][.,]\d{3,}(?:\s?[EOW]\b)?"
        ),
        REMOVED,
    ),
    (re.compile(r"\b\d{1,2}\s\d{1,2}\s\d{1,2}(?:[.,]\d+)?\s?[NSEWOZ]\b"), REMOVED),
    (re.compile(r"(?i)\bpoint\s?\([^)]{0,200}\)"), REMOVED),
    (re.compile(r"\b[1-2]?\d{5}(?:[.,]\d+)?[\s,;]{1,2}[3-6]\d{5}(?:[.,]\d+)?\b"), REMOVED),
    (re.compile(r"(?i)([\"'][xy][\"']\s*[:=]\s*[\"']?)-?\d+[.,]\d{3,}"), r"\1" + REMOVED),
    (re.compile(r"(?i)\b(m?(?:lat|lon|lng)(?:itude|gitude)?[\"']?\s*[:=]\s*[\"']?)-?\d+(?:[.,]\d+)?"), r"\1" + REMOVED),
    (re.compile(r"\d{1,3}\s?°(?:\s?\d{1,2}(?:[.,]\d+)?\s?(?:['′]|\"|″|''))*\s?[NSEWOZ]?"), REMOVED),
    (
        re.compile(
            rf"(?:\b(?:[A-ZÀ-Ý]{WORD}|van|de|den|der|het|ter|ten|[Ss]int)\s){{0,3}}\b[^\W\d_]{WORD}(?i:{STREETS})"
            r"[\s,+]+(?:nr\.?\s*|nummer\s+)?\d+\s?[A-Za-z]?\b(?:\s?(?:bus|bte|b|-|/)\s?\w+)?"
        ),
        REMOVED,
    ),
    (re.compile(rf"\b(?:{ALONE}|(?:{LARGE})\s[A-ZÀ-Ý][\w'-]+)[\s,+]+(?:nr\.?\s*)?\d+\s?[A-Za-z]?\b"), REMOVED),
    (re.compile(rf"(?i)\b(?:{FRENCH})\s+(?:[^\W\d_][\w'.-]*\s+){{1,5}}\d+\b"), REMOVED),
    (
        re.compile(
            r"(?<![\d.:-])(?<![0-9a-f]{3})(?:\bNL-?)?[1-9]\d{3}[\s_+.-]{0,2}[A-Z]{2}(?![A-Za-z_])(?:[\s+-]*\d+\w{0,3})?"
        ),
        REMOVED,
    ),
    (re.compile(rf"(?i)\b[1-9]\d{{3}}[\s+_-]?(?!(?:{NO_POSTCODE})\b)[a-z]{{2}}\b(?:\s*\d+\w{{0,3}})?"), REMOVED),
    (re.compile(r"\b(?!20\d\d\b)[1-9]\d{3}[\s+]+[A-ZÀ-Ý][\w'-]+"), REMOVED),
)  # fmt: skip
"""What is removed wherever it stands. Rather too much than too little: a log only needs ids, counts and our own
words."""


ESCAPED = re.compile(r"(?<!\S)\S*%[0-9a-fA-F]{2}\S*")
MOST_ESCAPES = 3
"""What is escaped more often than that is removed as it stands: nobody of ours writes it."""


def redact_text(text: str) -> str:
    """Returns the text without anything that looks like a secret or identifies a person.

    What was escaped for an address or a form is looked at as it was before: `06%2012345671`, `latitude%3D51.69`.
    """
    if "%" in text:
        text = ESCAPED.sub(_as_it_was, text)
    return _removed_from(text)


def _removed_from(text: str) -> str:
    for pattern, instead in IN_TEXT:
        text = pattern.sub(instead, text)
    return text


def _as_it_was(escaped: re.Match[str]) -> str:
    """Returns a piece of text as it stands, or, if what it says must not stay, without its escapes and without that."""
    said = escaped.group()
    for _ in range(MOST_ESCAPES + 1):
        said, before = unquote(said), said
        if said == before:
            break
    else:
        return REMOVED
    left = _removed_from(said)
    return escaped.group() if left == said else left
