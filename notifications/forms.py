"""The forms of a text that does something: our own words, and what people write instead of them. Pure.

Each form is a pattern for the whole of a folded text: `bijna klaar` is another one than `klaar`. The words stand in the
catalogues (`[words]`).
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from notifications.clock_times import JOINED, TIME
from notifications.doubts import ONLY_IF, SAYS_NO
from notifications.intents import Intent
from notifications.said_otherwise import PIN_APART, lengths, phrases

PART = r"[\s.,:;)/#=_-]*"
CODE = rf"{PART}(?:(?:CODE|ALARM|NR)\b{PART})?(?P<code>\d{{4,6}})(?!\d)"
NOTE = r"(?P<note>.*)"
BEFORE_A_PIN = r"[\s.,:;/#=*_()\"'-]"
CALLED = rf"(?:(?:MET |MIJN )*(?:PIN ?CODE|PIN|CODE)(?: IS)?{BEFORE_A_PIN}*)?"
BEHIND = rf"(?:\s*(?P<choice>[1-9])(?!\d))?(?:{BEFORE_A_PIN}*{CALLED}(?P<pin>\d{{4,8}})(?!\d))?"
APART = rf"(?:\s+(?P<choice>[1-9])(?!\d))?(?:{BEFORE_A_PIN}+{CALLED}(?P<pin>\d{{4,8}})(?!\d))?"
EITHER = r"\s+(?P<either>[1-9](?:[ .,/#-]{1,3}\d{1,7}){2,8})(?![ .,/#-]{0,3}\d)"
"""`UIT 1 48 21`: PIN 4821 for the first visit, or PIN 14821."""
SPREAD = rf"{BEFORE_A_PIN}+{CALLED}{PIN_APART}"
MINUTES = r"(?:'|MIN|MINS|MINU?U?T|MINUTEN|MINUTES|M)"
MORE = r"(?:ERBIJ|EXTRA|LANGER|MEER)"
SEPARATE = r"[\s.,;:!-]+"
SEPARATE_OR_NOT = r"[\s.,:;!-]*"
NAME = rf"(?!{SAYS_NO.pattern}|{ONLY_IF.pattern}|(?:MES|WAPEN|POLITIE|ALARM)\b)[A-Z][A-Z'.-]*"
"""Not a word that takes something back: `ok mvg niet`."""
SIGNED = (
    rf"(?:{SEPARATE}(?:MVG|GR|GRT|GRTS|GRTJS|GRTJES|GROET(?:EN|JES|JE)?|LIEFS|CDT|(?:MET )?VRIENDELIJKE GROET(?:EN)?)"
    rf"(?:{SEPARATE}(?:VAN )?{NAME}(?: (?:VAN|DE|DER|DEN|TER|TEN|TE|EL|BEN)){{0,2}}(?: {NAME})?)?)?"
)
"""A greeting with a name, as a habit puts it there. Not more than a name: the rest would be a story."""
KIND = (
    rf"(?:{SEPARATE}(?:(?:IS |GAAT )?(?:ALLES |ALL )?(?:IS |GAAT )?(?:GOED|WELL|OKE?|PRIMA|RUSTIG|IN ORDE)|"
    r"(?:HARTELIJK |ALVAST )?(?:BEDANKT|DAN|DANK(?: ?(?:JE|U))?(?: ?WEL)?|DANKUWEL|THANKS|THX|TNX|MERCI)|HOOR|DOEI|"
    r"CIAO|SALUT|BYE|AUB|A\.U\.B|SVP|PLEASE|GRAAG|"
    r"TOT (?:ZO|STRAKS|LATER|MORGEN)|FIJNE (?:DAG|AVOND|MIDDAG|WEEKEND)|PRETTIGE (?:DAG|AVOND)|"
    rf"COLLEGA|XX*))*{SIGNED}"
)
"""What people add after a word out of friendliness, without taking anything back."""
OKAY = r"OK+(?:E+[YIJ]*|AY+|I+E*(?: ?D(?:O|OK)(?:KI|IE)?)?)?"
"""OK as it is spelled (`okee`, `okej`, `okido`). Not `ook`, which is another word."""
WELL = rf"(?:{OKAY}|GOED|ALLES (?:IS )?(?:GOED|OKE*))"
TOO_MANY = r"\d{4,6}(?=(?:\D*\s[1-9])?\D*\s\d{4,8}(?!\d))"
"""Impossible minutes followed by a PIN: both kinds of PIN get the same answer, and a duress PIN is still noticed."""
FALSE = r"(?:LOOS|VALS|VALSE|FALSE|FAUSSE) (?:ALARM|ALERTE?)"
VEILIG = r"(?:VEILIG|SAFE)"
FORMS: tuple[tuple[Intent, re.Pattern[str]], ...] = (
    (Intent.OK, re.compile(rf"{WELL}{BEHIND}{KIND}")),
    (Intent.EXTEND, re.compile(
        rf"(?:\++|PLUS|VERLENG(?: MET)?|EXTEND)\s*(?P<minutes>\d{{1,3}}|{TOO_MANY})(?:\s*{MINUTES})?(?:\s*{MORE})?"
        rf"{APART}{KIND}")),
    (Intent.EXTEND, re.compile(rf"(?P<minutes>\d{{1,3}})\s*{MINUTES}\s*{MORE}{APART}{KIND}")),
    (Intent.CHECK_OUT, re.compile(rf"(?:UIT|OUT){BEHIND}{KIND}")),
    (Intent.STATUS, re.compile(r"(?:WAT IS (?:DE|MIJN) |MIJN |STUUR )?STATUS(?: ALARM)?\??")),
    (Intent.FIRST, re.compile(rf"1{CODE}{NOTE}")),
    (Intent.SECOND, re.compile(rf"2{CODE}{NOTE}")),
    (Intent.SAFE, re.compile(rf"{VEILIG}{CODE}{NOTE}")),
    (Intent.FALSE_ALARM, re.compile(rf"{FALSE}{CODE}{NOTE}")),
    (Intent.FIRST, re.compile(rf"(?P<code>\d{{4,6}}){PART}\b1")),
    (Intent.SECOND, re.compile(rf"(?P<code>\d{{4,6}}){PART}\b2")),
    (Intent.SAFE, re.compile(rf"(?P<code>\d{{4,6}}){PART}{VEILIG}")),
    (Intent.FALSE_ALARM, re.compile(rf"(?P<code>\d{{4,6}}){PART}{FALSE}")),
    (Intent.FIRST, re.compile(r"1")),
    (Intent.SECOND, re.compile(r"2")),
    (Intent.SAFE, re.compile(VEILIG)),
)  # fmt: skip
SPLIT = re.compile(r"\D*\d\s+\d(?!\d).*")
"""`+ 1 5` may be fifteen minutes, or one on the fifth visit."""


@lru_cache
def otherwise() -> Sequence[tuple[Intent, bool, re.Pattern[str]]]:
    """Returns other words for what a worker says about a visit. True: it may be meant, so we ask back."""
    behind, longer = rf"(?:{EITHER}|{BEHIND}|{SPREAD}){KIND}", rf"(?:{EITHER}|{APART}|{SPREAD}){KIND}"
    well = rf"(?:{WELL}|{phrases('well')})"
    # `Ok, +15`: what comes last says what to do, and a sign of life it is either way.
    lead = rf"(?:{well}{SEPARATE}(?:(?:MAAR|EN|GRAAG|DOE|WEL) )?)?"
    asked = r"(?:(?:(?:MAG|KAN|MOGEN|KUNNEN) (?:IK|HET|WE|ER)|GRAAG|DOE(?: MAAR)?|(?:IK )?(?:WIL|HEB)) )?"
    first_well = rf"(?:{well}{SEPARATE}(?:EN )?)?"
    over = rf"(?:UIT|OUT|{phrases('over')})"
    # `Uit kantoor` is where they went out from.
    and_back = rf"(?:{SEPARATE}EN |\s*[.,:;!-]{SEPARATE_OR_NOT}| (?!(?:KANTOOR|BUREAU|BACK)\b))"
    # Where they go now: the office is no sign-off of its own, and home is (`going_home`).
    to_work = (
        rf"(?:{SEPARATE}(?:EN )?(?:(?:IK )?(?:GA|RIJ|RIJD|KOM|BEN) )?(?:NU |OP WEG |ONDERWEG |TERUG )*"
        r"NAAR (?:HET |DE )?(?:KANTOOR|BUREAU|WERK|ZAAK|VOLGENDE)|"
        rf"{SEPARATE}TOT (?:ZO|STRAKS|DADELIJK) OP (?:HET )?(?:KANTOOR|BUREAU|WERK))?"
    )
    stays = r"(?:HET |IK |WE )?(?:DUURT|BLIJF|BLIJVEN|LOOPT UIT|VERLENG|VERLENGEN|LANGER|NOG)"
    until = rf"(?:{stays} )*TOT (?:ONGEVEER |ROND )?"
    more = rf"(?:\s*{MINUTES})?(?:\s*{MORE})?"
    it_was = r"(?!WAS (?:HET|DAT|DIT) )(?:(?:OEPS|OEI|SORRY|SRY|AI|HET|DAT|DIT|T|IS|WAS|EEN|N)[ ,.!]+)*"
    sorry = it_was + phrases("false_alarm")
    pressed = rf"(?:{SEPARATE}(?:GEDRUKT|GEDUWD|GEGAAN|VERZONDEN|VERSTUURD|SORRY|OEPS|HOOR))*"
    return (
        (Intent.OK, False, re.compile(rf"{well}(?:{SEPARATE}{well}){{0,3}}{behind}")),
        (Intent.AT_HOME, True, re.compile(phrases("home") + behind)),
        (Intent.GOING_HOME, False, re.compile(rf"(?:{over}[\s,.:;+-]+(?:EN )?)?{phrases('going_home')}{behind}")),
        (Intent.GOING_HOME, False, re.compile(rf"(?:UIT|OUT)[\s,.:;+-]+THUIS{behind}")),
        (Intent.BACK, False, re.compile(rf"(?:{over}{and_back})?{phrases('back')}{behind}")),
        (Intent.CHECK_OUT, False, re.compile(rf"{first_well}{over}(?:{SEPARATE}(?:EN )?{over})?{to_work}{behind}")),
        (Intent.CHECK_OUT, True, re.compile(phrases("perhaps_over") + behind)),
        (Intent.FALSE_ALARM, False, re.compile(rf"{sorry}{pressed}{KIND}")),
        (Intent.FALSE_ALARM, True, re.compile(rf"{sorry}{pressed}{CODE}{NOTE}")),
        (Intent.EXTEND, False, re.compile(rf"{lead}\++\s*(?P<minutes>\d{{1,3}}){more}{longer}")),
        (Intent.EXTEND, False, re.compile(rf"{lead}{asked}(?P<minutes>\d{{1,3}}) (?:ERBIJ|LANGER|EXTRA){longer}\??")),
        (Intent.EXTEND, False, re.compile(rf"{lead}{asked}{lengths(longer)}\??")),
        (Intent.EXTEND, False, re.compile(rf"{lead}{asked}{until}(?:{JOINED}|{TIME})(?: LANGER)?{longer}\??")),
        (Intent.EXTEND, True, re.compile(rf"{lead}{phrases('longer')}{longer}")),
    )
