"""Whether a text says of itself, at its beginning, that nobody typed it. Pure.

The words of an absence (`afwezig`, `verlof`, `out of office`) within a text say nothing: "hij laat me niet weg, collega
is afwezig" was typed by somebody. What may be either is read as if a human wrote it.
"""

import re

from notifications.folding import fold

BEGINNING = re.compile(
    r"(?:(?:RE|ANTW|AW|FW|FWD)\s*:\s*)*\W*(?:"
    r"(?:DIT IS EEN |THIS IS AN? |CECI EST UN |DIES IST EINE )?"
    r"(?:AUTOMATISCHE?|GEAUTOMATISEERDE?|AUTOMATIC|AUTOMATED|AUTOMATIQUE|MESSAGE AUTOMATIQUE)\b\W*"
    r"(?:GEGENEREERDE? |GENERATED )?"
    r"(?:ANTWOORD|BERICHT|REACTIE|AFWEZIGHEID\w*|BEANTWOORDING|REPLY|RESPONSE|MESSAGE|REPONSE|NOTIFICATION|ANTWORT|NACHRICHT|:)|"
    r"(?:REPONSE|MESSAGE|NOTIFICATION) (?:D'ABSENCE |DE REPONSE )?AUTOMATIQUE\b|"
    r"AUTO[ -]?(?:REPLY|RESPONSE|ANTWOORD|REPONSE)\b|AUTOREPLY\b|"
    r"(?:(?:I AM|I'M) (?:CURRENTLY )?)?OUT OF (?:THE )?OFFICE\b|ABWESENHEITSNOTIZ\b|AFWEZIGHEIDS\w+|"
    r"ABSENCE DU BUREAU\b|"
    # What a telephone says of who drives, or wants to be left alone.
    r"(?:I'M|I AM) DRIVING (?:RIGHT NOW|NOW|WITH|AND)\b|"
    r"IK (?:BEN (?:NU )?AAN HET (?:AUTO)?RIJDEN|RIJD?(?: AUTO)?)(?: NU)? (?:MET|EN)\b.{0,20}\b(?:NIET STOREN|FOCUS)|"
    r"JE (?:CONDUIS|SUIS AU VOLANT)\b.{0,30}(?:NE PAS DERANGER|CONCENTRATION)|"
    # What an iPhone sends right after that, about how to get through all the same.
    r"IK ONTVANG (?:NU |MOMENTEEL )?GEEN (?:MELDINGEN|BERICHTGEVINGEN)\b|(?:I'M|I AM) NOT RECEIVING NOTIFICATIONS\b|"
    r"JE NE RECOIS (?:PAS|AUCUNE) (?:DE |LES )?NOTIFICATIONS?\b"
    r")"
)


AWAY = re.compile(
    r"(?:(?:SORRY|HALLO|HOI|HI|HELLO|DAG|BESTE?|GEACHTE|GOEDE(?:MORGEN|MIDDAG|NAVOND|NDAG)|BONJOUR|MERCI POUR VOTRE|"
    r"BEDANKT VOOR (?:JE|UW)|THANK YOU FOR YOUR)\b[^.!\n]{0,20}[ .,!\n]+)?"
    r"(?:MOMENTEEL |OP DIT MOMENT |VANDAAG |CURRENTLY |ACTUELLEMENT )?"
    r"(?:IK BEN|BEN IK|BEN|WIJ ZIJN|WE ZIJN|I AM|I'M|WE ARE|JE SUIS|NOUS SOMMES)\s"
    r"(?:(?:ER|NU|VANDAAG|EVEN|MOMENTEEL|TIJDELIJK|DEZE WEEK|HELAAS|CURRENTLY|ACTUELLEMENT|TOT [^.!?,]{3,20}|"
    r"VAN [^.!?,]{3,30})\s){0,3}"
    r"(?:AFWEZIG|NIET AANWEZIG|NIET BEREIKBAAR|ONBEREIKBAAR|(?:MET|OP|IN) (?:VERLOF|VAKANTIE|CONGE|REIS)|"
    r"OUT OF (?:THE )?OFFICE|ON (?:LEAVE|HOLIDAY|VACATION)|AWAY|NOT AVAILABLE|UNAVAILABLE|"
    r"ABSENTE?|EN (?:CONGE|VACANCES)|INDISPONIBLE)\b"
)
"""How the owner of a telephone says that they are away. Somebody may be typing it, so more than that is needed."""


def says_it_is_a_machine(body: str) -> bool:
    """Whether a text begins as only a machine begins one."""
    return BEGINNING.match(fold(body)) is not None


def says_they_are_away(body: str) -> bool:
    """Whether a text begins with its sender being away: most likely an answer that was made beforehand."""
    return AWAY.match(fold(body)) is not None
