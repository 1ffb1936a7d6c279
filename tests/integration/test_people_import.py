"""People from a file: looked through first, then added or changed, and never more than the file says."""

from io import BytesIO
from typing import Any

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from achterwacht.audit.records import Audited, AuditEventRecord
from achterwacht.people.records import PersonRecord
from foundation.session import Database
from notifications.records import MessageRecord
from notifications.texts.templates import Template
from tests.support.organisations import Employee, Organisation

PATH = "/v1/people"
HEAD = "Naam;E-mail;Mobiel;Rol;Team;Taal"
ONE_KIND = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


def sends(api: TestClient, who: Employee, content: str | bytes, **fields: Any) -> httpx.Response:
    data = content.encode() if isinstance(content, str) else content
    answer: httpx.Response = api.post(
        f"{PATH}/_import", files={"file": ("mensen.csv", data)}, data=fields, headers=who.headers
    )
    return answer


def reads(api: TestClient, ours: Organisation, *rows: str, head: str = HEAD, **fields: Any) -> dict[str, Any]:
    answer = sends(api, ours.administrator, "\r\n".join([head, *rows, ""]), **fields)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def people(api: TestClient, ours: Organisation) -> dict[str, dict[str, Any]]:
    return {one["email"]: one for one in ours.administrator.get(api, PATH).json()["people"]}


def wrong(found: dict[str, Any]) -> list[tuple[int, list[tuple[str, str]]]]:
    return [(row["line"], [(one["column"], one["code"]) for one in row["wrong"]]) for row in found["refused"]]


def counts(found: dict[str, Any]) -> tuple[int, int, int, int]:
    return found["rows"], found["kept"], found["known"], found["refusedCount"]


def test_looked_through_then_added_and_read_again_nothing_happens(api: TestClient, ours: Organisation) -> None:
    rows = ("Zoë van Dijk;ZOE@voorstad.test;06 12345678;Buitendienst;inkomen;nl", "Bo;bo@voorstad.test;;P&O;;")
    before = people(api, ours)
    dry = reads(api, ours, *rows, dryRun="true")
    assert (counts(dry), dry["added"], dry["dryRun"], dry["invited"]) == ((2, 2, 0, 0), 2, True, 0)
    assert dry["notes"] == ["Niet in dit bestand: 10. Voor wie er niet in staat, verandert er niets."]
    assert people(api, ours) == before
    assert counts(reads(api, ours, *rows)) == (2, 2, 0, 0)
    now = people(api, ours)
    zoe, bo = now["zoe@voorstad.test"], now["bo@voorstad.test"]
    assert (zoe["name"], zoe["phone"], zoe["grants"]) == (
        "Zoë van Dijk",
        "+31612345678",
        [{"role": "worker", "teamId": str(ours.team)}],
    )
    assert (bo["phone"], bo["grants"], bo["canSignIn"]) == (None, [{"role": "hr", "teamId": None}], False)
    assert counts(reads(api, ours, *rows)) == (2, 0, 2, 0)
    assert {email: one for email, one in now.items() if email in before} == before


def test_who_works_here_is_changed_by_what_the_file_says_alone(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    jan, anne = ours.worker, ours.administrator
    before = people(api, ours)
    rows = (f"Jan de Wit;{jan.email};0687654321;Achterwacht;Inkomen;", f"Anne Jansen;{anne.email};;;;")
    dry = reads(api, ours, *rows, dryRun="true")
    assert dry["changes"] == [{"line": 2, "name": "Jan de Wit", "added": False, "what": ["phone", "grants"]}]
    assert counts(reads(api, ours, *rows)) == (2, 1, 1, 0)
    now = people(api, ours)
    team = str(ours.team)
    assert {(one["role"], one["teamId"]) for one in now[jan.email]["grants"]} == {("worker", team), ("colleague", team)}
    assert (now[jan.email]["phone"], now[jan.email]["numberVerifiedAt"]) == ("+31687654321", None)
    assert now[anne.email] == before[anne.email], "an empty cell changes nothing, and nobody loses a role"
    assert jan.get(api, "/v1/me").status_code == 200, "nor a sign-in"
    with database.read() as session:
        lines = session.scalars(
            select(AuditEventRecord.kind).where(
                AuditEventRecord.organisation_id == ours.id, AuditEventRecord.about_id == jan.id
            )
        ).all()
        assert {Audited.ROLES_CHANGED, Audited.PHONE_CHANGED} <= set(lines)


def test_what_can_not_be_right_is_said_row_by_row(api: TestClient, ours: Organisation, strangers: Organisation) -> None:
    jan = people(api, ours)[ours.worker.email]
    ours.administrator.patch(api, f"{PATH}/{ours.hr.id}", {"active": False})
    found = reads(
        api, ours,
        "A;a@voorstad.test;6,12E+08;Buitendienst;Inkomen;",
        "B;b@voorstad.test;112;Buitendienst;Inkomen;",
        f"C;c@voorstad.test;{jan['phone']};Buitendienst;Inkomen;",
        f"D;{strangers.worker.email};;Buitendienst;Inkomen;",
        "E;geen adres;;Buitendienst;Elders;Klingon",
        "F;f@voorstad.test;;Buitendienst;;",
        "G;g@voorstad.test;;Beheerder;Inkomen;",
        "H;h@voorstad.test;;;;",
        f"I;{ours.hr.email};;;;",
        "=1+1;j@voorstad.test;;P&O;;",
        "K;k@voorstad.test;0612345679;P&O;;",
        "L;l@voorstad.test;+31612345679;P&O;;",
        "M;m@voorstad.test;;P&O;;",
        "Een ander;M@voorstad.test;;P&O;;",
        "10023;n@voorstad.test;onbekend;P&O;;",
        'O;o@voorstad.test;;"P&O;;',
        keepGood="true",
    )  # fmt: skip
    assert wrong(found) == [
        (2, [("Mobiel", "phone_power")]),
        (3, [("Mobiel", "phone_emergency")]),
        (4, [("Mobiel", "phone_taken")]),
        (5, [("E-mail", "email_taken")]),
        (6, [("E-mail", "email_invalid"), ("Taal", "not_a_choice")]),
        (7, [("Team", "team_needed")]),
        (8, [("Rol", "role_by_hand")]),
        (9, [("Rol", "missing")]),
        (10, [("E-mail", "person_left")]),
        (11, [("Naam", "field_formula")]),
        (12, [("Mobiel", "phone_in_file")]),
        (13, [("Mobiel", "phone_in_file")]),
        (14, [("E-mail", "email_in_file")]),
        (15, [("E-mail", "email_in_file")]),
        (16, [("Mobiel", "field_nothing"), ("Naam", "field_nothing")]),
        (17, [("", "quote_open")]),
    ]
    assert found["kept"] == 0
    told = {one["code"]: one["detail"] for row in found["refused"] for one in row["wrong"]}
    assert told["phone_in_file"] == "Dit nummer staat ook op rij 12. Een nummer is van één persoon."


def test_all_good_rows_or_nothing(api: TestClient, ours: Organisation) -> None:
    rows = ("A;a@voorstad.test;;P&O;;", "B;b;;P&O;;")
    assert counts(reads(api, ours, *rows)) == (2, 0, 0, 1)
    assert "a@voorstad.test" not in people(api, ours)
    assert counts(reads(api, ours, *rows, keepGood="true")) == (2, 1, 0, 1)


@pytest.mark.by_turns
def test_as_a_system_of_the_payroll_writes_it(api: TestClient, ours: Organisation) -> None:
    head = "Medewerker;Roepnaam;Voorletters;Tussenvoegsel;Achternaam;E-mail werk;E-mail privé;Mobiel werk;Rol;Team"
    row = "10023;René;R.;van den;Berg;r.berg@voorstad.test;rene@thuis.test;612345680;Collega van dienst;alle teams"
    found = sends(api, ours.administrator, f"sep=;\r\n{head}\r\n{row}\r\n".encode("cp1252")).json()
    assert counts(found) == (1, 1, 0, 0)
    assert found["notes"][0] == "Deze kolommen zijn niet gelezen: Medewerker, E-mail privé."
    assert "privé, René" in found["notes"][1]
    rene = people(api, ours)["r.berg@voorstad.test"]
    assert (rene["name"], rene["phone"]) == ("René van den Berg", "+31612345680")
    assert rene["grants"] == [{"role": "colleague", "teamId": None}]


PROGRAMS = {
    "Google Workspace, Download users": (
        "First Name [Required],Last Name [Required],Email Address [Required],Password [Required],"
        "Org Unit Path [Required],Work Phone,Mobile Phone,Employee ID,rol,team",
        "René,van den Berg,r.berg@voorstad.test,****,/,,+31 6 12345680,,buitendienst,inkomen",
    ),
    "Entra ID, Download users": (
        "userPrincipalName,displayName,surname,mail,givenName,objectId,userType,jobTitle,department,accountEnabled,"
        "telephoneNumber,mobile,rol,team",
        "r.berg@voorstad.test,René van den Berg,Berg,r.berg@voorstad.test,René,1-2,Member,,,True,,+31 612345680,"
        "buitendienst,inkomen",
    ),
    "Visma Nmbrs, tab Werknemers": (
        "Debiteurnr;Persnr;Naam;Voorletters;Roepnaam;Voornamen;Voorvoegsels;TelefoonWerk;MobielWerk;EmailWerk;EmailPrive;"
        "Geboortedatum;rol;team",
        "1;12;Berg;R.;René;René Jan;van den;;612345680;r.berg@voorstad.test;;01-02-1980;buitendienst;inkomen",
    ),
    "a payroll with the whole name turned round": (
        "Medewerker;Naam;Roepnaam;Voorvoegsel;Achternaam;E-mailadres zakelijk;Mobiel telefoonnummer;rol;team",
        '100;Berg, R. van den;René;van den;Berg;r.berg@voorstad.test;="0612345680";buitendienst;inkomen',
    ),
    "an address book of Outlook": (
        '"Voornaam";"Achternaam";"E-mailadres";"Mobiele telefoon";"Telefoon op werk";"rol";"team"',
        '"René";"van den Berg";"r.berg@voorstad.test";"\'+31612345680";"073";"buitendienst";"inkomen"',
    ),
}
"""As the programs write them: their own pages, and what people put on the web. The names and numbers are made up."""


@pytest.mark.by_turns
@pytest.mark.parametrize("program", PROGRAMS)
def test_as_programs_give_people_out(api: TestClient, ours: Organisation, program: str) -> None:
    head, row = PROGRAMS[program]
    written = f"{head}\r\n{row}\r\n"
    content = written.encode("utf-8-sig" if "," in head.split(" ")[0] else "cp1252")
    found = sends(api, ours.administrator, content).json()
    assert (counts(found), found["refused"]) == ((1, 1, 0, 0), []), found
    rene = people(api, ours)["r.berg@voorstad.test"]
    assert (rene["name"], rene["phone"]) == ("René van den Berg", "+31612345680")
    assert rene["grants"] == [{"role": "worker", "teamId": str(ours.team)}]


@pytest.mark.by_turns
def test_the_address_in_the_seventieth_column_of_a_workbook(api: TestClient, ours: Organisation) -> None:
    book = Workbook()
    book.active.append([f"Veld {one}" for one in range(70)] + ["naam", "e-mail", "mobiel", "rol", "team"])
    book.active.append([f"x{one}" for one in range(70)] + ["Bo", "bo@voorstad.test", 31612345681, "P&O", ""])
    held = BytesIO()
    book.save(held)
    assert counts(sends(api, ours.administrator, held.getvalue()).json()) == (1, 1, 0, 0)
    assert people(api, ours)["bo@voorstad.test"]["phone"] == "+31612345681"


@pytest.mark.by_turns
def test_the_template_comes_back_and_keeps_a_zero(api: TestClient, ours: Organisation) -> None:
    empty = ours.administrator.get(api, f"{PATH}/template.xlsx").content
    book = load_workbook(BytesIO(empty))
    assert [one.value for one in book["Mensen"][1]] == ["naam", "e-mail", "mobiel", "rol", "team", "taal"]
    book["Mensen"].append(["Bo", "bo@voorstad.test", 612345681, "Buitendienst; Achterwacht", "Inkomen", ""])
    held = BytesIO()
    book.save(held)
    found = sends(api, ours.administrator, held.getvalue()).json()
    assert (counts(found), found["refused"]) == ((1, 1, 0, 0), [])
    bo = people(api, ours)["bo@voorstad.test"]
    assert (bo["phone"], len(bo["grants"])) == ("+31612345681", 2)


@ONE_KIND
def test_a_formula_without_an_answer_is_refused(api: TestClient, ours: Organisation) -> None:
    book = Workbook()
    book.active.append(["naam", "e-mail", "rol"])
    book.active.append(['=CONCAT("B";"o")', "bo@voorstad.test", "P&O"])
    held = BytesIO()
    book.save(held)
    found = sends(api, ours.administrator, held.getvalue()).json()
    assert wrong(found) == [(2, [("naam", "cell_formula")])]


def test_who_is_new_is_invited_by_choice_and_once(api: TestClient, ours: Organisation, database: Database) -> None:
    row = "Bo;bo@voorstad.test;;P&O;;"
    jan = f"Jan de Groot;{ours.worker.email};;;;"

    def mails() -> list[str]:
        with database.read() as session:
            asked = select(MessageRecord.to).where(
                MessageRecord.organisation_id == ours.id, MessageRecord.template == Template.ACCOUNT_LINK
            )
            return list(session.scalars(asked))

    assert reads(api, ours, row, jan, invite="true", dryRun="true")["invited"] == 0
    assert mails() == []
    assert reads(api, ours, row, jan, invite="true")["invited"] == 1
    assert reads(api, ours, row, jan, invite="true")["invited"] == 0
    assert mails() == ["bo@voorstad.test"]
    assert people(api, ours)["bo@voorstad.test"]["invitedUntil"] is not None


def test_a_stranger_reads_nothing_in(api: TestClient, ours: Organisation, strangers: Organisation) -> None:
    for who in ours.everybody:
        if who is not ours.administrator:
            assert sends(api, who, HEAD).status_code == 403
            assert who.get(api, f"{PATH}/template.xlsx").status_code == 403
    before = people(api, strangers)
    reads(api, ours, f"Gekaapt;{strangers.worker.email};0612345682;P&O;;", "Bo;bo@voorstad.test;;P&O;Elders;")
    assert people(api, strangers) == before
    for content, code in (
        (b"", "file_empty"),
        (b"PK\x03\x04", "file_unreadable"),
        (b"naam;rol\nBo;P&O", "file_columns_missing"),
    ):
        answer = sends(api, ours.administrator, content)
        assert (answer.status_code, answer.json()["code"]) == (409, code)


@ONE_KIND
def test_a_file_for_more_people_than_there_is_room_for(api: TestClient, ours: Organisation, database: Database) -> None:
    many = [
        f"Persoon {number};p{number}@voorstad.test;0611{number:06};Buitendienst;Inkomen;" for number in range(5_000)
    ]
    full = sends(api, ours.administrator, "\n".join([HEAD, *many]))
    assert (full.status_code, full.json()["code"]) == (409, "people_full")
    some = reads(api, ours, *many[:4_500], dryRun="true")
    assert counts(some) == (4_500, 4_500, 0, 0)
    assert len(some["changes"]) == 200
    assert counts(reads(api, ours, *many[:60])) == (60, 60, 0, 0)
    with database.read() as session:
        there = select(func.count()).where(PersonRecord.organisation_id == ours.id)
        assert session.scalar(there) == 70
    rows = [*many, *(f"Q {number};q{number}@voorstad.test;;P&O;;" for number in range(5_000))]
    answer = sends(api, ours.administrator, "\n".join([HEAD, *rows]))
    assert (answer.status_code, answer.json()["code"]) == (409, "file_rows"), "ten thousand rows are cut up"
