"""Decision 0027: which texts tell of distress, and that nothing else does: not what people send, nor what we do."""

from itertools import chain

import pytest

from notifications.distress import is_only_no, tells_of_distress
from notifications.intents import Intent
from notifications.replies import read_sms
from notifications.texts.catalogue import catalogue

CRIES = (
    "hij slaat me",
    "ik word bedreigd",
    "hij bedreigt ons",
    "ik zit opgesloten",
    "ik ben niet veilig",
    "niet goed",
    "Nee",
    "NEE!!!",
    "nee, niet goed",
    "'t gaat niet goed",
    "bel 112",
    "Bel de politie!",
    "ALARM",
    "alarm alarm",
    "kom snel",
    "kom me halen aub",
    "bel me",
    "bel me snel",
    "hellup",
    "noot",
    "hij slaat me, ik zit opgesloten",
    "geen tijd, hij slaat me",
    "hij heeft een mes",
    "niet veiliggg",
    "hij slaat me 4321",
    "Dit is niet leuk.\nHij heeft een wapen",
    "ik mag niet weg",
    "hij sloeg haar",
    "hij laat me niet weg, collega is afwezig",
    "geen loos alarm",
    "het voelt niet goed",
    "hij wordt agressief",
    "bel me niet, hij hoort het",
    "ik word gevolgd",
    "hond heeft me gebeten",
    "kunt ge mij bellen",
    "👎",
    "😱😱",
    "🚓",
    "ni veilig",
    "nie veilig",
    "kan ni weg",
    "kben bang",
    "ik ben zo bang",
    "ik heb schrik",
    "ze laten me niet gaan",
    "ik mag niet vertrekken",
    "laat me niet door",
    "hij houd me vast",
    "ze duwen me",
    "hij gaat me slaan",
    "hij pakt me",
    "hij heeft geschoten",
    "OK maar bel me",
    "ok maar bel mij aub!",
    "ok maar bel me nu 4821",
    "ik durf ni bel 112",
    "t gaat ni kom snel",
    "hij stopt ni bel de politie",
    "hij stopt niet stuur politie",
    "er is niemand kom snel",
    "ik heb schrik dat hij me slaat",
    "ik heb schrik dat ik hier niet buiten kom",
    "ik kan niet weg",
    "ik kan ni weg van die man",
    "kom asap",
    "hij bijt",
    "He has a knife",
    "he won’t let me leave",
    "I'm locked in",
    "please call the police",
    "I don't feel safe",
    "No!",
    "I’m scared",
    "don't call me, he can hear me",
    "Il a un couteau",
    "il me frappe",
    "J’ai peur!",
    "je suis enfermée",
    "il ne me laisse pas sortir",
    "appelez la police svp",
    "Non",
    "ça ne va pas",
    "venez vite",
    "appelle-moi",
    "ne m’appelle pas, il m’entend",
)
NONE = (
    "niet bedreigd",
    "ik word niet bedreigd",
    "geen alarm",
    "loos alarm",
    "geen wapen",
    "nie bedreigd",
    "hij bijt niet",
    "niet onveilig",
    "nee hoor alles goed",
    "nog niet klaar",
    "geen probleem",
    "dat slaat nergens op",
    "noodzakelijk boodschappen doen",
    "Hoi, tot zo!",
    "uti",
    "ok 7",
    "messing",
    "de navigatie doet het niet",
    "ik bel je zo",
    "Wie?",
    "kantoor",
    "1 4821",
    "geen mes gezien",
    "ik heb schrik dat het wat langer duurt",
    "kheb schrik dat ik later ben",
    "bijna klaar, ik kom asap",
    "kom asap terug",
    "ok maar bel me morgen over dat dossier",
    "trein kan niet vertrekken, ben later",
    "de bus kan ni vertrekken",
    "kan ni weg van kantoor",
    "hij slaat me niet",
    "Sorry, ik kan nu niet praten.",
    "Kan ik je later bellen?",
    "Ik ben onderweg.",
    "client staat voor de deur",
    "😂",
    "👍",
    "nee hoor",
    "not threatened",
    "I'm not in danger",
    "no problem",
    "no idea",
    "he is not aggressive",
    "je ne suis pas menacé",
    "pas d'arme",
    "aucune arme",
    "pas en danger",
    "non merci",
    "je viens",
    "ça va",
)


@pytest.mark.parametrize("text", CRIES)
def test_words_of_distress_are_heard(text: str) -> None:
    reply = read_sms(text)
    assert reply.distress
    assert reply.intent in (Intent.UNKNOWN, Intent.CODE), "it does nothing that a word of ours does"


@pytest.mark.parametrize("text", NONE)
def test_a_denial_and_ordinary_words_are_no_distress(text: str) -> None:
    assert not read_sms(text).distress


@pytest.mark.parametrize("key", ["well", "over", "perhaps_over", "home", "back", "going_home", "help"])
def test_no_word_that_is_understood_is_distress(key: str) -> None:
    heard = [word for word in catalogue("nl").words(key) if read_sms(word).distress]
    assert heard == []


@pytest.mark.parametrize(
    "text", ["OK", "UIT", "+15", "STATUS", "TERUG", "VEILIG", "STOP", "START", "1", "2", "OK 1234"]
)
def test_no_command_is_distress(text: str) -> None:
    assert not read_sms(text).distress


def test_our_own_texts_that_come_back_are_no_distress() -> None:
    ours = [
        "Bel nu Jan, 06-12345678. Alles goed: antwoord 1 4821. Niet goed of geen gehoor: 2 4821",
        "ALARM 4821. Het gaat niet goed bij Jan: Dorp 1, aangemeld om 09:00. Bel 06-12345678, bij gevaar eerst 112.",
        "Jan stuurde: 'hij slaat me'. Bel Jan, 06-12345678, om te vragen of het goed gaat. Kerkstraat 1.",
        "We bellen je zo. Hulp nodig: NOOD",
    ]
    for text in ours:
        for reaction in (f"Liked “{text}”", f"Vond “{text[:60]}…” leuk", f"❤️ to “{text}”", f"> {text}"):
            assert not read_sms(reaction, ours).distress, reaction
    assert read_sms(f"> {ours[3]}\nhij slaat me", ours).distress, "what they typed themselves counts"


@pytest.mark.parametrize("text", ["Nee", "nee!", "Nee...", "nee\u2026", "nee\n", "Nee\nnee", '"nee"'])
def test_a_no_is_one_whatever_signs_stand_around_it(text: str) -> None:
    assert is_only_no(text)
    assert not is_only_no(f"{text} hij slaat me")
    assert not is_only_no("...")


def test_no_answer_of_ours_is_distress_by_itself() -> None:
    answers = chain(catalogue("nl").entries["replies"].values())
    plain = [one for one in answers if "{" not in one]
    assert [one for one in plain if tells_of_distress(one)] == []
