"""What a row of a file says about somebody, without looking at who works here. Pure.

What can't be right is refused with the reason, never guessed at: Excel makes 6,12E+08 of a telephone number.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from achterwacht.addresses.fold import fold, tidy
from achterwacht.addresses.numbers import MACHINE
from achterwacht.people.checking import LONGEST_NAME, is_email
from achterwacht.people.phones import RefusedNumber, read_number
from achterwacht.people.roles import Role
from achterwacht.people_files.columns import BY_HAND, EMAILS, FIRST_NAMES, LANGUAGES, PHONES, ROLES
from achterwacht.refused import Wrong, WrongInput, refuse
from achterwacht.row_files.folded import bare
from achterwacht.row_files.rows import Row

NOTHING = MACHINE | {"NVT", "N.V.T", "N.V.T.", "GEEN", "ONBEKEND", "X", "XX", "XXX", "-", "--", "?", "TBD"}
_FORMULA = re.compile(r"[=+@-].*", re.DOTALL)
_AS_TEXT = re.compile(r"=\"([^\"]*)\"|'(.*)")
"""How programs tell Excel that a number is text."""
_POWER = re.compile(r"[0-9]+(?:[.,][0-9]+)?[Ee]\+?[0-9]+")
_BREAK = re.compile(r"[\n\r\t\v\f\x1c-\x1f\x85\u2028\u2029]")


@dataclass(frozen=True)
class Said:
    """What a row says. None or empty: nothing. phone: as E.164. teams: as they are written. email_in, phone_in:
    in which column they stand."""

    line: int
    email: str
    email_in: str
    name: str
    phone: str | None
    phone_in: str
    roles: tuple[Role, ...]
    teams: str
    language: str | None


def said_of(row: Row, country: str, languages: tuple[str, ...]) -> Said:
    """Returns what a row says.

    Raises:
        WrongInput: with everything that is wrong in it.
    """
    if row.odd.get("") or "" in row.fields:
        raise WrongInput(Wrong("", row.odd.get("") or "columns"))
    wrong = list(_doubts(row))
    doubtful = {one.pointer.strip("/") for one in wrong}
    fields = {name: "" if name in doubtful else tidy(text) for name, text in row.fields.items()}
    email_in, phone_in = _first(fields, EMAILS), _first(fields, PHONES)
    email = fields[email_in].lower()
    if email_in not in doubtful and not is_email(email):
        wrong.append(Wrong(f"/{email_in}", "email_invalid" if email else "missing"))
    name, named_in = _name(fields), "name" if "name" in fields else "last"
    if not re.search(r"[^\W\d_]", name) and not doubtful & {"name", "last"}:
        wrong.append(Wrong(f"/{named_in}", "field_nothing" if name else "missing"))
    if len(name) > LONGEST_NAME:
        wrong.append(Wrong(f"/{named_in}", "longer_than", {"longest": LONGEST_NAME}))
    phone = _phone(fields.get(phone_in, ""), phone_in, country, wrong)
    roles = _roles(fields.get("role", ""), wrong)
    language = _language(fields.get("language", ""), languages, wrong)
    refuse(wrong)
    return Said(row.line, email, email_in, name, phone, phone_in, roles, fields.get("team", ""), language)


def _doubts(row: Row) -> Iterator[Wrong]:
    for column, text in row.fields.items():
        if code := row.odd.get(column):
            yield Wrong(f"/{column}", f"cell_{code}")
        elif _BREAK.search(text.strip()):
            yield Wrong(f"/{column}", "field_break")
        elif text.strip() and (fold(text) in NOTHING or text.strip().startswith("#")):
            yield Wrong(f"/{column}", "field_nothing")
        elif column not in PHONES and _FORMULA.fullmatch(text.strip()):
            yield Wrong(f"/{column}", "field_formula")


def _name(fields: dict[str, str]) -> str:
    """Returns what somebody is called. In many a payroll `Naam` is a family name, beside a column with the first one;
    in others it is `Berg, R. van den`."""
    whole, last = fields.get("name", ""), fields.get("last", "")
    first, infix = fields.get(_first(fields, FIRST_NAMES), ""), fields.get("infix", "")
    if whole and not (first and last and "," in whole) and (last or _is_whole(whole, first)):
        return whole
    family = last or whole
    infix = "" if not last and _words(family)[: len(_words(infix))] == _words(infix) else infix
    return " ".join(one for one in (first, infix, family) if one) if family else ""


def _is_whole(name: str, first: str) -> bool:
    """Whether a name is more than what stands beside a first name: it holds that, begins with initials, or ends so."""
    begins = name.split()[:1]
    return set(_words(first)) <= set(_words(name)) or "," in name or any("." in one for one in begins)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(text))


def _first(fields: dict[str, str], columns: Sequence[str]) -> str:
    """Returns the first of these columns that says something, or else the first that is there."""
    there = [one for one in columns if one in fields]
    return next((one for one in there if fields[one]), there[0] if there else "")


def _phone(text: str, column: str, country: str, wrong: list[Wrong]) -> str | None:
    if not text:
        return None
    marked = _AS_TEXT.fullmatch(text)
    typed = next(one for one in marked.groups() if one is not None) if marked else text
    if _POWER.fullmatch(typed):
        wrong.append(Wrong(f"/{column}", "phone_power"))
        return None
    try:
        return read_number(typed, country)
    except RefusedNumber as refused:
        wrong.append(Wrong(f"/{column}", refused.code, refused.facts))
        return None


def _roles(text: str, wrong: list[Wrong]) -> tuple[Role, ...]:
    known = {bare(word): role for role, also in ROLES.items() for word in (role.value, *also)}
    words = [one for one in re.split(r"[;,|/]+", text) if bare(one)]
    found = [known.get(bare(one)) for one in words]
    if None in found:
        choices = [also[0] for role, also in ROLES.items() if role not in BY_HAND]
        wrong.append(Wrong("/role", "not_a_choice", {"choices": choices}))
    if BY_HAND & set(found):
        wrong.append(Wrong("/role", "role_by_hand"))
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _language(text: str, languages: tuple[str, ...], wrong: list[Wrong]) -> str | None:
    if not text:
        return None
    known = {bare(word): code for code, also in LANGUAGES.items() for word in (code, *also)}
    found = known.get(bare(text))
    if found in languages:
        return found
    wrong.append(Wrong("/language", "not_a_choice", {"choices": list(languages)}))
    return None
