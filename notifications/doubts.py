"""What takes back a word that makes things quieter, or puts it off: `VEILIG 4821 als hij weg is`. Pure.

Which words, and why: docs/decisions/0027-what-a-word-by-sms-may-do.md. One question too many is a text; one alarm that
was closed by a no is silence.
"""

import re

from notifications.calls_for_help import may_ask_for_help
from notifications.distress import tells_of_distress
from notifications.intents import CLOSES, Intent

SAYS_NO = re.compile(
    r"\b(?:N+I+E+(?:T+\w*)?|NI|(?:KAN|KON|GAAT|GA|IS|BEN|WEET|HEB|WIL|MAG|LUKT|DURF)NIET?|NIT|NITE|NEIT|NIWT|NIEY|NIEG|NIKS|NEE+N?|NEIN|NOPE|NO|NON|NOT|DON'?T|CAN'?T|NEVER|NOOIT|GE+N|KEIN|"
    r"PAS (?:BIEN|OKE?|SUR|DU TOUT|ENCORE)|ONVEILIG|UNSAFE|GEVAAR\w*|DANGER|BANG|FOUT|VERKEERDE?|VERGIST?|"
    r"VERGISSING|OEPS|OOPS|WRONG|VOICE ?MAIL|"
    r"ANTWOORDAPPARAAT|MESSAGERIE)\b"
)
NO_HARM = re.compile(
    r"\b(?:GEEN (?:PROBLEEM|ZORGEN|NOOD|GEVAAR)|(?:NIETS|NIKS) (?:AAN DE HAND|ERGS)|NO (?:PROBLEM|WORRIES)|"
    r"PAS DE (?:PROBLEME|SOUCI))\b"
)
"""Phrases with a "no" in them that mean that all is well."""
ONLY_IF = re.compile(
    r"\b(?:MAAR|ALS|INDIEN|MITS|TENZIJ|BEHALVE|ZODRA|TOTDAT|WANNEER|TWIJFEL|ONZEKER|MISSCHIEN|MSS|BUT|IF|UNLESS|UNTIL|"
    r"MAYBE|PERHAPS|MAIS|SI|QUAND|PEUT-ETRE|PEUT ETRE|ABER|WENN|FALLS|VIELLEICHT)\b"
)
"""What makes a word hold only if something else is so."""
NOT_YET = re.compile(
    r"\b(?:HOPELIJK|HOOP|DENK IK|IK DENK|GELOOF IK|IK GELOOF|VOLGENS MIJ|LIJKT|SCHIJNT|BIJNA|STRAKS|ZOMETEEN|ZO METEEN|"
    r"BINNENKORT|ONDERWEG|ALMOST|HOPE|SOON|I THINK|BIENTOT|JE CROIS)\b"
)
"""What whoever closes an alarm can't say; whoever takes one may (`ben er bijna`)."""
FORCED = re.compile(r"\b(?:MOEST|MOET IK|GEDWONGEN|(?:ONDER )?DWANG|DWINGT|FORCED)\b")
"""Somebody makes them say it: they close nothing by it."""
CALLS_SOMEBODY = re.compile(r"\b(?:112|101|POLITIE|BEL|BELLEN)\b")


def takes_back(text: str) -> bool:
    """Whether a folded text says no, or only if."""
    return SAYS_NO.search(NO_HARM.sub(" ", text)) is not None or ONLY_IF.search(text) is not None


def is_doubted(intent: Intent, note: str) -> bool:
    """Whether the note after a code takes back the word before it, questions it or puts it off.

    Only an answer that makes things quieter is doubted: `VEILIG 4821 nee niet veilig` closes nothing, but `2 4821 nee`
    declines, and brings others.
    """
    if intent is Intent.SECOND or not note:
        return False
    closes = intent in CLOSES
    asks = "?" in note if closes else note.startswith("?")
    if asks or takes_back(note) or may_ask_for_help(note):
        return True
    if closes and (NOT_YET.search(note) or FORCED.search(note)):
        return True
    # Who takes an alarm may say that they phone the police; whoever closes one says that nobody has to.
    return tells_of_distress(note) and (closes or not CALLS_SOMEBODY.search(note))
