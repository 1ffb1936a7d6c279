"""Every door of the API by hand: who of a team may come in, and what must be said so that nothing is wrong but that.

People by a letter: W the worker of the visit, V another worker, C the colleague on duty, S the colleague who is asked
to swap, M the manager, R the registrar, H of HR, D the reception desk, B the board, A the administrator, P the
privacy officer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from achterwacht.letters.paper import starting_template
from tests.unit.test_pictures import a_picture

EVERYBODY = "WVCSMRHDBAP"
AT_WORK = "WVCSMRHDBA"
"""Everybody but who watches over privacy from outside."""
WATCH = "CSM"
INSIDE = "W" + WATCH
NO_VISIT = "VRHDBAP"
"""To whom a visit of the team, or its alarm, does not exist."""
IN_A_BOX = {"country": "NL", "postcode": "5211 AA", "houseNumber": 12}
LATER = "2040-01-01"
A_PERIOD = {"since": "2026-01-01", "until": "2026-12-31"}
A_FILE = {"file": ("marks.csv", b"country,postcode,houseNumber,advice,reason,reviewDate\n")}

PEOPLE_FILE = {"file": ("mensen.csv", b"naam;e-mail;rol\n")}

A_TEMPLATE = {"file": ("brief.docx", starting_template(("{{ tekst }}",), "nl"))}
A_PHOTO = {"file": ("foto.jpg", a_picture())}
A_MARK = {"mark": ("merk.png", a_picture("PNG"))}

A_SUBSCRIPTION = {"endpoint": "https://fcm.googleapis.com/fcm/send/x", "p256dh": "BA", "auth": "AA"}


@dataclass(frozen=True)
class Door:
    """may: those who come in. not_there: those to whom what it is about does not exist (404); the others get 403.

    `{team_id}` and the like in the body are the ids of what there is, as in the path; of: where the path means another
    one. files: sent instead of the body. ends_sign_in: who comes in is out after that.
    """

    may: str
    not_there: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, Any] | None = None
    of: Mapping[str, str] = field(default_factory=dict)
    ends_sign_in: bool = False

    @property
    def refused(self) -> dict[str, int]:
        """What each of those who may not come in is told."""
        return {one: 404 if one in self.not_there else 403 for one in EVERYBODY if one not in self.may}


def _of_visit(may: str, **body: Any) -> Door:
    return Door(may, NO_VISIT, body)


PUBLIC = {
    "POST /sessions": "who signs in has no sign-in yet; guesses are counted",
    "POST /forgotten-passwords": "who forgot theirs can't sign in; the answer is the same whoever asks",
    "POST /account-links/_read": "the secret of the link, from a mail, says who it is",
    "POST /account-links/_use": "the secret of the link, from a mail, says who it is",
    "POST /sessions/second-step": "the cookie of half a sign-in, and a code; guesses are counted",
    "DELETE /sessions/second-step": "the cookie of half a sign-in, which it ends",
    "POST /sessions/second-step/passkey": "the cookie of half a sign-in, and what a passkey signed",
    "POST /sessions/second-step/passkey/_prepare": "the cookie of half a sign-in",
    "POST /sessions/passkey": "what a passkey signed",
    "POST /sessions/passkey/_prepare": "whoever asks gets a challenge, which says nothing of anybody",
    "POST /sessions/second-step/_prepare": "the cookie of half a sign-in, of who must have a second step",
    "GET /sign-on-offer": "says whether there is another way in, and of whom only where there is one organisation",
    "GET /sign-on-keys/{organisation}": "a public key, by which a provider knows us",
    "POST /sign-ons": "who leaves for their provider has no sign-in yet; counted",
    "POST /sign-ons/_finish": "who comes back has none yet; what they bring is of one browser, and checked",
    "POST /webhooks/twilio/sms": "the provider signs what it says",
    "POST /webhooks/twilio/voice/{message_id}": "the provider signs what it says",
    "POST /webhooks/twilio/call-in": "the provider signs what it says",
    "POST /webhooks/twilio/status/{message_id}": "the provider signs what it says",
    "POST /webhooks/cm/status/{secret}": "this provider signs nothing: a secret of ours stands in the address",
}
"""What is answered without a sign-in, and why."""

HIDDEN = {
    "/o/{token}": "the hand-over sheet: its address, from an SMS, is the secret",
    "/o/{token}/nearest-address": "the address next to the place on that sheet: the same secret",
    "/diary/{secret}.ics": "a calendar asks without a sign-in: its address is the secret",
    "/scim/v2/{path:path}": "its own token, made by an administrator, which opens nothing else (test_scim.py)",
    "/health/live": "says that the process runs, and nothing of anybody",
    "/health/ready": "says whether the watch keeps up, and nothing of anybody",
    "/.well-known/security.txt": "says where a weakness is reported, to whoever found one",
    "/metrics": "figures without names, numbers or ids",
    "/simulator/demonstration": "only where nothing goes out, and to this machine",
    "/simulator/phones": "only where nothing goes out, and to this machine",
    "/simulator/phones/{person_id}/sms": "only where nothing goes out, and to this machine",
    "/simulator/phones/{person_id}/calls": "only where nothing goes out, and to this machine",
    "/simulator/phones/{person_id}/calls/{sid}/digits": "only where nothing goes out, and to this machine",
    "/simulator/calls/{message_id}/answer": "only where nothing goes out, and to this machine",
    "/simulator/calls/{message_id}/digits": "only where nothing goes out, and to this machine",
    "/simulator/calls/{message_id}/hang-up": "only where nothing goes out, and to this machine",
}
"""What does not stand in the document, and why it asks for no sign-in."""

ALSO_AT = {
    "/v1/letters/{letter_id}.pdf": "/v1/letters/{letter_id}/letter.pdf",
    "/v1/letters/{letter_id}.docx": "/v1/letters/{letter_id}/letter.docx",
    "/v1/reports/{year}.csv": "/v1/reports/{year}/figures.csv",
    "/v1/reports/{year}.xlsx": "/v1/reports/{year}/figures.xlsx",
    "/v1/reports/{year}.pdf": "/v1/reports/{year}/figures.pdf",
    "/v1/third-party-acts.csv": "/v1/third-party-acts/acts.csv",
}
"""The same door at an address that the design rules keep out of the document."""

DOORS = {
    "GET /me": Door(EVERYBODY),
    "GET /sessions": Door(EVERYBODY),
    "DELETE /sessions/{session_id}": Door("V", not_there="WCSMRHDBAP"),  # before a new password, which ends it too
    "GET /me/wallet-card.pdf": Door(EVERYBODY),
    "PUT /me/language": Door(EVERYBODY, body={"language": "en"}),
    "PUT /me/phone-readiness": Door(EVERYBODY, body={"appVersion": "0.1.0", "failing": ["battery"]}),
    "GET /people/phone-readiness": Door("A"),
    "GET /sign-in-policy": Door("A"),
    "PUT /sign-in-policy": Door("A", body={"secondStep": []}),
    "GET /me/second-step": Door(EVERYBODY),
    "PUT /me/second-step": Door(EVERYBODY, body={"code": "{totp}"}),
    "POST /me/second-step/_prepare": Door(EVERYBODY, body={"password": "{password}"}),
    "GET /me/passkeys": Door(EVERYBODY),
    "POST /me/passkeys/_prepare": Door(EVERYBODY, body={"password": "{password}"}),
    "POST /me/passkeys": Door(EVERYBODY, body={"name": "Laptop", "clientData": "e30", "attestation": "oA"}),
    "PATCH /me/passkeys/{passkey_id}": Door("W", not_there="VCSMRHDBAP", body={"name": "Sleutel"}),
    "POST /me/passkeys/{passkey_id}/_remove": Door("W", not_there="VCSMRHDBAP", body={"password": "{password}"}),
    "POST /me/second-step/_remove": Door(EVERYBODY, body={"password": "{password}"}),
    "PUT /me/pin": Door(EVERYBODY, body={"password": "{password}"}),
    "PUT /me/password": Door(EVERYBODY, body={"password": "{password}", "newPassword": "drie paarden in de regen"}),
    "POST /me/number-check": Door(EVERYBODY),
    "POST /me/number-check/confirm": Door(EVERYBODY, body={"code": "482113"}),
    "GET /audit": Door("RAP"),
    "POST /audit/audit.csv": Door("RAP", body=A_PERIOD),
    "GET /retention-terms": Door("RAP"),
    "POST /looks/_search": Door("RP", body=A_PERIOD),
    "POST /looks/looks.csv": Door("RP", body=A_PERIOD),
    "GET /me/looks": Door(EVERYBODY),
    "POST /past/visits/_search": Door(EVERYBODY, body=A_PERIOD),
    "POST /past/visits/visits.csv": Door(EVERYBODY, body=A_PERIOD),
    "POST /past/alarms/_search": Door(EVERYBODY, body=A_PERIOD),
    "POST /past/alarms/alarms.csv": Door(EVERYBODY, body=A_PERIOD),
    "POST /past/drills/_search": Door("MRA", body=A_PERIOD),
    "POST /past/drills/drills.csv": Door("MRA", body=A_PERIOD),
    "POST /past/messages/_search": Door(WATCH, body=A_PERIOD),
    "POST /past/messages/messages.csv": Door(WATCH, body=A_PERIOD),
    "POST /past/never-checked-in/_search": Door("MA", body=A_PERIOD),
    "POST /past/never-checked-in/never-checked-in.csv": Door("MA", body=A_PERIOD),
    "GET /colleagues": Door("WVCSMRAP"),
    "GET /people": Door("A"),
    "POST /people": Door(
        "A", body={"name": "Nieuw", "email": "nieuw@x.test", "grants": [{"role": "manager", "teamId": "{team_id}"}]}
    ),
    "GET /people/template.xlsx": Door("A"),
    "POST /people/_import": Door("A", files=PEOPLE_FILE),
    "PATCH /people/{person_id}": Door("A"),
    "POST /people/{person_id}/invitation": Door("A"),
    "POST /people/{person_id}/second-step-reset": Door("A", body={"reason": "Telefoon weg"}),
    "GET /people/{person_id}/sessions": Door("A"),
    "DELETE /people/{person_id}/sessions/{session_id}": Door(
        "A", of={"person_id": "{noor_id}", "session_id": "{noor_session_id}"}
    ),
    "POST /people/{person_id}/sign-out-everywhere": Door("A", of={"person_id": "{noor_id}"}),
    "POST /people/{person_id}/number-check": Door("A", of={"person_id": "{noor_id}"}),
    "GET /functions": Door(AT_WORK),
    "PUT /functions/{function}": Door(
        "A", of={"function": "hr"}, body={"holders": [{"personId": "{person_id}", "teamId": "{team_id}"}]}
    ),
    "GET /teams": Door(EVERYBODY),
    "POST /teams": Door("A", body={"name": "Wijk"}),
    "GET /protocols": Door("CSMRHBA"),
    "GET /protocols/{profile}": Door("CSMRHBA", of={"profile": "losser"}),
    "GET /protocols/{profile}/switch": Door("A", of={"profile": "losser"}),
    "POST /protocols/{profile}/switch": Door("A", of={"profile": "losser"}, body={"reason": "Wij gaan over"}),
    "GET /teams/{team_id}/protocol": Door("A"),
    "PUT /teams/{team_id}/protocol": Door("A", body={"profileId": "losser"}),
    "GET /teams/{team_id}/workers": Door(WATCH),
    "POST /teams/{team_id}/workers/{person_id}/sign-out-everywhere": Door(WATCH, of={"person_id": "{noor_id}"}),
    "GET /teams/{team_id}/roster": Door("CSMA"),
    "GET /teams/{team_id}/roster/template.xlsx": Door("MA"),
    "POST /teams/{team_id}/roster/_read": Door("MA", files={"file": ("rooster.csv", b"wie;stap;van;tot\n")}),
    "PUT /teams/{team_id}/roster": Door(
        "MA",
        body={
            "shifts": [
                {
                    "id": "{shift_id}",
                    "rank": "first",
                    "personId": "{on_duty_id}",
                    "days": [1, 2, 3, 4, 5, 6, 7],
                    "from": "00:00",
                    "until": "00:00",
                }
            ]
        },
    ),
    "GET /teams/{team_id}/roster/week": Door("CSMA"),
    "POST /teams/{team_id}/swaps": Door(  # one's own turn, or as a manager anybody's
        "CM", body={"shiftId": "{shift_id}", "day": "{tomorrow}", "toId": "{asked_id}"}
    ),
    "POST /teams/{team_id}/swaps/{swap_id}/accept": Door("S", not_there="CM"),
    "POST /teams/{team_id}/swaps/{swap_id}/decline": Door("S", not_there="CM"),
    "POST /teams/{team_id}/swaps/{swap_id}/withdraw": Door("C", not_there="SM"),
    "POST /teams/{team_id}/relief/accept": Door(WATCH),
    "POST /teams/{team_id}/relief/decline": Door(WATCH),
    "POST /addresses/_search": Door("WVCSMR", body={"country": "NL", "text": "5211 AA 12"}),
    "POST /addresses/_complete": Door("WVCSMR", body={"country": "NL", "id": "adr-1"}),
    "GET /visits": Door(EVERYBODY),
    "POST /visits": Door("WV", body={"address": IN_A_BOX, "expectedEnd": "{soon}", "teamId": "{team_id}"}),
    "GET /visits/{visit_id}": _of_visit(INSIDE),
    "PATCH /visits/{visit_id}": _of_visit(INSIDE),
    "POST /visits/{visit_id}/check-in": _of_visit("W"),
    "POST /visits/{visit_id}/ok": _of_visit("W"),
    "POST /visits/{visit_id}/extend": _of_visit("W", minutes=15),
    "POST /visits/{visit_id}/check-out": _of_visit(INSIDE, reason="Voorbij"),
    "POST /visits/{visit_id}/back": _of_visit(INSIDE, reason="Staat naast me"),
    "POST /visits/{visit_id}/home-safe": _of_visit(WATCH, reason="Hij nam de telefoon op"),
    "POST /visits/{visit_id}/feeling": _of_visit("W", feeling="green"),
    "POST /visits/{visit_id}/cancel": _of_visit(INSIDE),
    "POST /visits/{visit_id}/panic": _of_visit("W"),
    "POST /visits/{visit_id}/check-call": _of_visit(WATCH, result="ok"),
    "POST /visits/{visit_id}/ask": _of_visit(WATCH),
    "POST /visits/{visit_id}/companions/{companion_id}/there": _of_visit("W"),
    "POST /visits/{visit_id}/companions/{companion_id}/cant": _of_visit("W"),
    "POST /visits/{visit_id}/companions/{companion_id}/ask": Door(INSIDE, NO_VISIT, of={"companion_id": "{along_id}"}),
    "POST /visits/{visit_id}/ask-alone": _of_visit("W", reason="Ali is er niet"),
    "POST /visits/{visit_id}/allow-alone": _of_visit("M", reason="De buurman is erbij"),
    "POST /visits/{visit_id}/back-up": _of_visit(INSIDE, backUpId="{asked_id}"),
    "POST /visits/{visit_id}/back-up/accept": _of_visit(WATCH),
    "POST /visits/{visit_id}/back-up/decline": _of_visit(WATCH),
    "POST /visits/{visit_id}/police-told": _of_visit(INSIDE),
    "POST /visits/{visit_id}/fraud-question": _of_visit(INSIDE),
    "POST /visits/{visit_id}/fraud-decision": _of_visit("M", colleagueId=None),
    "POST /visits/{visit_id}/preparation": _of_visit(INSIDE, step="file_search"),
    "PUT /visits/{visit_id}/expected-trouble": _of_visit(INSIDE, why="Hij dreigde vorige week"),
    "DELETE /visits/{visit_id}/expected-trouble": _of_visit(INSIDE),
    "GET /alarms": Door(EVERYBODY),
    "POST /alarms": Door(EVERYBODY, body={}),
    "GET /alarms/{alarm_id}": _of_visit(INSIDE),
    "POST /alarms/{alarm_id}/acknowledge": _of_visit(WATCH),
    "POST /alarms/{alarm_id}/decline": _of_visit(WATCH),
    "GET /alarms/{alarm_id}/colleagues": _of_visit(WATCH),
    "POST /alarms/{alarm_id}/assign": _of_visit(WATCH, personId="{asked_id}"),
    "POST /alarms/{alarm_id}/steps": _of_visit(WATCH, step=0, done=True),
    "POST /alarms/{alarm_id}/notes": _of_visit(WATCH, note="De buren horen niets."),
    "POST /alarms/{alarm_id}/escalate": _of_visit(WATCH, level="colleague"),
    "POST /alarms/{alarm_id}/resolve": _of_visit(WATCH, outcome="safe"),
    "POST /alarms/{alarm_id}/police-calls": _of_visit(WATCH, number="112"),
    "POST /alarms/{alarm_id}/guard-calls": _of_visit(WATCH, outcome="comes", minutes=20),
    "GET /guard-firm": Door("A"),
    "PUT /guard-firm": Door("A", body={"name": "Bewaking Oost", "phone": "0412345678"}),
    "DELETE /guard-firm": Door("A"),
    "GET /teams/{team_id}/guard-firm": Door("A"),
    "PUT /teams/{team_id}/guard-firm": Door("A", body={"name": "Bewaking Oost", "phone": "+31412345678"}),
    "DELETE /teams/{team_id}/guard-firm": Door("A"),
    "POST /alarms/{alarm_id}/false-alarm": Door("W", NO_VISIT + WATCH),  # it is not their alarm
    "GET /alarms/{alarm_id}/hand-over": _of_visit(WATCH),
    "GET /alarms/{alarm_id}/nearest-address": _of_visit(INSIDE),
    "GET /alarms/{alarm_id}/address-place": _of_visit(INSIDE),
    "GET /board": Door(WATCH),
    "GET /board/alarms": Door(WATCH),
    "POST /board/_locate": Door(WATCH),  # of ids that one may not see it says nothing: test_a_map.py
    "GET /map": Door(EVERYBODY),
    "GET /drills": Door("MRA"),
    "POST /drills": Door("MA", body={"teamId": "{team_id}"}),
    "GET /drills/{drill_id}": Door("MRA", not_there="WVCSHDBP"),
    "POST /drills/{drill_id}/stop": Door("MA", not_there="WVCSHDBP"),
    "POST /risk-addresses/_search": Door("WVCSMR", body={"address": IN_A_BOX, "purpose": "huisbezoek"}),
    "GET /risk-addresses": Door("MR"),
    "POST /risk-addresses": Door(
        "WVCSMR",
        body={
            "address": IN_A_BOX,
            "advice": ["not_this_employee"],
            "notFor": ["{person_id}"],
            "reason": "Dreigde",
            "reviewDate": LATER,
        },
    ),
    "POST /risk-addresses/{mark_id}/approve": Door("MR"),
    "POST /risk-addresses/{mark_id}/review": Door("MR", body={"reviewDate": LATER}),
    "PUT /risk-addresses/{mark_id}/person-concerned": Door("MR", body={"informedOn": "2026-01-01"}),
    "POST /risk-addresses/{mark_id}/end": Door("MR", body={"reason": "Verhuisd"}),
    "GET /risk-addresses/template.xlsx": Door("R"),
    "POST /risk-addresses/_import": Door("R", files=A_FILE),
    "POST /risk-addresses/_export": Door("R", body={"address": IN_A_BOX}),
    "POST /incidents": Door(
        "WVCSMRHD",
        body={
            "kind": "threatening",
            "happenedAt": "2026-01-01T10:00:00Z",
            "description": "Hij dreigde",
            "visitId": "{visit_id}",
        },
    ),
    "GET /incidents": Door(EVERYBODY),
    "GET /incidents/{incident_id}": Door("WMR", not_there="VCSHDBAP"),
    "PATCH /incidents/{incident_id}": Door("WM", not_there="VCSHDBAP", body={"description": "Hij dreigde met een mes"}),
    "GET /incidents/{incident_id}/tasks": Door("WMR", not_there="VCSHDBAP"),
    "POST /incidents/{incident_id}/complete": Door(
        "WM", not_there="VCSHDBAP", body={"behaviours": [{"id": "verbal", "channel": "home_visit"}]}
    ),
    "POST /incidents/{incident_id}/sign": Door("WM", not_there="VCSHDBAP"),
    "POST /incidents/{incident_id}/close": Door("M", not_there="VCSHDBAP", body={"reason": "Niets meer te doen"}),
    "POST /incidents/{incident_id}/reopen": Door("M", not_there="VCSHDBAP", body={"reason": "Toch een brief"}),
    "GET /incidents/{incident_id}/form.pdf": Door("WMR", not_there="VCSHDBAP"),
    "GET /incidents/{incident_id}/form": Door("WMR", not_there="VCSHDBAP"),
    "POST /incidents/{incident_id}/attachments": Door("WM", not_there="VCSHDBAP", files=A_PHOTO),
    "GET /incidents/{incident_id}/attachments/{attachment_id}": Door("WMR", not_there="VCSHDBAP"),
    "DELETE /incidents/{incident_id}/attachments/{attachment_id}": Door(
        "WM", not_there="VCSHDBAP", of={"attachment_id": "{removed_id}"}
    ),
    "GET /incidents/{incident_id}/readers": Door("WMR", not_there="VCSHDBAP"),
    "GET /incidents/{incident_id}/aftercare": Door("WMR", not_there="VCSHDBAP"),
    "POST /incidents/{incident_id}/aftercare": Door(
        "MR", not_there="VCSHDBAP", body={"hit": "helped", "personId": "{noor_id}"}
    ),
    "GET /aftercare": Door(EVERYBODY),
    "GET /aftercare/{plan_id}": Door("WMR", not_there="VCSHDBAP"),
    "POST /aftercare/{plan_id}/offers": Door("WM", not_there="VCSHDBAP", body={"offer": "aftercare.offers[0]"}),
    "POST /aftercare/{plan_id}/evaluate": Door("WM", not_there="VCSHDBAP", body={"sufficient": True}),
    "POST /aftercare/{plan_id}/enough": Door("WM", not_there="VCSHDBAP"),
    "POST /aftercare/{plan_id}/graver": Door("M", not_there="VCSHDBAP", body={"rule": 0}),
    # From then on the manager only sees that it goes on, so it comes last.
    "POST /aftercare/{plan_id}/another-person": Door("MW", not_there="VCSHDBAP"),
    "GET /incidents/{incident_id}/letters": Door("WMR", not_there="VCSHDBAP"),
    "POST /incidents/{incident_id}/letters": Door(
        "MR", not_there="VCSHDBAP", body={"letterId": "warning", "addressee": {"name": "J. Pieters"}}
    ),
    "GET /reports/{year}": Door(EVERYBODY),
    "GET /reports/{year}/figures.csv": Door(EVERYBODY),
    "GET /reports/{year}/figures.xlsx": Door(EVERYBODY),
    "GET /reports/{year}/figures.pdf": Door(EVERYBODY),
    "PUT /reports/{year}/advice": Door("R", body={"advice": "Zet een tweede balie neer."}),
    "GET /letters": Door("MR"),
    "POST /letters/_search": Door("MR", body={}),
    "GET /letters/{letter_id}": Door("MR", not_there="WVCSHDBAP"),
    "GET /letters/{letter_id}/letter.pdf": Door("MR", not_there="WVCSHDBAP"),
    "PATCH /letters/{letter_id}": Door(
        "MR",
        not_there="WVCSHDBAP",
        body={"facts": {"what": "U schold.", "happenedOn": "2026-01-01", "department": "Inkomen"}},
    ),
    "GET /letters/{letter_id}/letter.docx": Door("MR", not_there="WVCSHDBAP"),
    "POST /letters/{letter_id}/sign": Door("M", not_there="WVCSHDBAP"),
    "POST /letters/{letter_id}/delivered": Door(
        "MR", not_there="WVCSHDBAP", body={"how": "registered", "receipt": "refused"}
    ),
    "POST /letters/{letter_id}/refusal-report": Door("MR", not_there="WVCSHDBAP", body={"what": "Nam hem niet aan."}),
    "DELETE /letters/{letter_id}": Door("MR", not_there="WVCSHDBAP", of={"letter_id": "{draft_id}"}),
    "GET /letter-templates": Door("A"),
    "GET /letter-templates/{letter}/template.docx": Door("A"),
    "GET /letter-templates/{letter}/example.pdf": Door("A"),
    "PUT /letter-templates/{letter}": Door("A", files=A_TEMPLATE),
    "DELETE /letter-templates/{letter}": Door("A"),
    "PUT /letterhead": Door("A", files=A_MARK),
    "GET /incidents/{incident_id}/advice": Door("MR", not_there="VCSHDBAP"),
    "GET /incidents/{incident_id}/aggressor": Door("MR", not_there="VCSHDBAP"),
    "POST /incidents/{incident_id}/same-person": Door(
        "MR", not_there="VCSHDBAP", body={"incidentId": "{other_incident_id}"}
    ),
    "POST /incidents/{incident_id}/same-person/_search": Door("MR", not_there="VCSHDBAP", body={"called": "Pieters"}),
    "GET /aggressors/{aggressor_id}": Door("MR", not_there="WVCSHDBAP"),
    "DELETE /incidents/{incident_id}/same-person": Door("MR", not_there="VCSHDBAP"),
    "GET /bans/photos/{photo_id}": Door("MRD"),
    "PUT /measures/{measure_id}/photo": Door("M", not_there="WVCSHDBAP", files=A_PHOTO),
    "DELETE /measures/{measure_id}/photo": Door("MR", not_there="WVCSHDBAP"),
    "GET /incidents/{incident_id}/measures": Door("WMR", not_there="VCSHDBAP"),
    "POST /incidents/{incident_id}/measures": Door(
        "MR", not_there="VCSHDBAP", body={"kind": "police_report", "reason": "Hij sloeg"}
    ),
    "GET /measures": Door(EVERYBODY),
    "GET /measures/{measure_id}": Door("MR", not_there="WVCSHDBAP"),
    "POST /measures/{measure_id}/decide": Door("M", not_there="WVCSHDBAP", body={"yes": True}),
    "POST /measures/{measure_id}/broken": Door("MR", not_there="WVCSHDBAP", body={"happenedAt": "{now}"}),
    "GET /bans": Door("MRD"),
    "GET /third-party-acts": Door("H"),  # by a function, and no role: they are named the prevention adviser
    "GET /third-party-acts/acts.csv": Door("H"),
    "GET /incidents/{incident_id}/third-party-act": Door("WMR", not_there="VCSHDBAP"),
    "PUT /incidents/{incident_id}/third-party-act": Door("W", not_there="VCSHDBAP", body={"named": True}),
    "POST /bans/_broken": Door("MRD", body={"name": "Pieters", "until": "2080-01-01", "happenedAt": "{now}"}),
    "POST /measures/{measure_id}/end": Door("MR", not_there="WVCSHDBAP", body={"reason": "Excuses"}),
    "GET /incidents/{incident_id}/police": Door("WMR", not_there="VCSHDBAP"),
    "GET /incidents/{incident_id}/police-dossier.pdf": Door("WM", not_there="VCSHDBAP"),
    "POST /incidents/{incident_id}/police": Door(
        "W", not_there="VCSHDBAP", body={"kind": "report", "against": "person"}
    ),
    "PATCH /incidents/{incident_id}/police/{against}": Door(
        "WM", not_there="VCSHDBAP", body={"number": "PL21-4711"}, of={"against": "person"}
    ),
    "PUT /incidents/{incident_id}/damages/{damage_id}/settlement": Door(
        "MR", not_there="VCSHDBAP", body={"recovery": {"how": "nothing", "why": "Verzekerd"}}
    ),
    "GET /tasks": Door(EVERYBODY),
    "GET /tasks/{task_id}/report": Door("M", not_there="VCSHDBAWP", of={"task_id": "{care_task_id}"}),
    "PUT /tasks/{task_id}/settlement": Door(
        "M",
        not_there="VCSHDBAWP",
        of={"task_id": "{damage_task_id}"},
        body={"recovery": {"how": "nothing", "why": "x"}},
    ),
    "PATCH /tasks/{task_id}/police": Door(
        "M", not_there="VCSHDBAWP", of={"task_id": "{police_task_id}"}, body={"number": "PL21-1"}
    ),
    "POST /tasks/{task_id}/close-report": Door("M", not_there="VCSHDBAWP", of={"task_id": "{close_task_id}"}),  # 409
    "POST /tasks/{task_id}/done": Door("W", not_there="VCSHDBAP"),  # what is asked for is a report: 409
    "POST /tasks/{task_id}/drop": Door("MR", not_there="VCSHDBAP", body={"reason": "Er was niets gebeurd"}),
    "POST /tasks/{task_id}/hand-over": Door("W", not_there="VCSHDBAP", body={"personId": "{person_id}"}),
    "GET /protocol": Door(EVERYBODY),
    "GET /teams/{team_id}/whereabouts": Door(WATCH),
    "GET /duty-numbers": Door("WV" + WATCH),
    "GET /teams/{team_id}/desk-mail": Door("A"),
    "PUT /teams/{team_id}/desk-mail": Door("A", body={"addresses": [], "days": [], "times": []}),
    "POST /me/sign-ons": Door(EVERYBODY),
    "GET /single-sign-on": Door("A"),
    "PUT /single-sign-on": Door(
        "A", body={"issuer": "https://login.example", "clientId": "achterwacht", "secret": "x", "active": False}
    ),
    "POST /single-sign-on/_try": Door("A"),
    "DELETE /single-sign-on": Door("A"),
    "GET /break-glass": Door("A"),
    "POST /break-glass/{person_id}/acknowledge": Door("A", of={"person_id": "{glass_id}"}),
    "POST /break-glass/{person_id}/review": Door("A", of={"person_id": "{glass_id}"}),
    "PUT /break-glass": Door("A", body={"personIds": []}),
    "GET /standing": Door(WATCH + "A"),
    "GET /scim-tokens": Door("A"),
    "POST /scim-tokens": Door("A", body={"name": "Entra ID"}),
    "DELETE /scim-tokens/{token_id}": Door("A"),
    "DELETE /single-sign-on/people/{person_id}": Door("A", of={"person_id": "{noor_id}"}),
    "GET /canary": Door("A"),
    "PUT /canary": Door("A", body={"phone": "0612345678", "dailyAt": "09:00"}),
    "DELETE /canary": Door("A"),
    "GET /me/diary": Door("WV"),
    "POST /me/diary/link": Door("WV"),
    "DELETE /me/diary/link": Door("WV"),
    "GET /teams/{team_id}/diary": Door(WATCH),
    "POST /teams/{team_id}/diary/link": Door(WATCH),
    "DELETE /teams/{team_id}/diary/link": Door(WATCH),
    "PUT /me/diary/calendar": Door("WV", body={"url": "https://agenda.example/jan.ics"}),
    "DELETE /me/diary/calendar": Door("WV"),
    "POST /me/diary/calendar/_try": Door("WV"),
    "GET /me/diary/proposals": Door("WV"),
    "POST /me/diary/proposals/{proposal_id}/put-away": Door("WV"),
    "GET /me/push": Door(EVERYBODY),
    "PUT /me/push-subscription": Door(EVERYBODY, body=A_SUBSCRIPTION),
    "DELETE /me/push-subscription": Door(EVERYBODY),
    "POST /sessions/current/renew": Door(EVERYBODY),
    "DELETE /sessions/current": Door(EVERYBODY, ends_sign_in=True),
    "POST /sessions/sign-out-everywhere": Door(EVERYBODY, ends_sign_in=True),  # last: then all are gone
}
"""Every operation of the document that asks who you are."""
