"""PDOK Locatieserver and the two Flemish services on loopback, answering in the shapes that docs/design/facts.md has.

Empty fields are left out by PDOK and null in the geolocation service; query parameters that PDOK does not know are
refused, as it does since 3.1. It searches as little as a test needs: every word that was typed must stand in the line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from threading import Condition
from typing import Any, Self

from tests.support.twilio.listener import HOST, Answer, Listener, Request

PDOK, GEOLOCATION, REGISTER = "/bzk/locatieserver/search/v3_1", "/geolocation/v4", "/v2"
PDOK_KNOWS = {"q", "fq", "fl", "rows", "start", "sort", "wt", "lat", "lon", "id"}
NAMESPACE = "https://data.vlaanderen.be/id/adres"


def dutch(number: int, letter: str = "", addition: str = "", **other: object) -> dict[str, Any]:
    """A document as `/free` and `/lookup` give it; `None` leaves a field out."""
    nlt = f"{number}{letter}{f'-{addition}' if addition else ''}"
    id = f"079620{number:05}{ord(letter or '0'):03}{len(addition):02}"
    fields = {
        "bron": "BAG",
        "woonplaatscode": "1000",
        "type": "adres",
        "woonplaatsnaam": "'s-Hertogenbosch",
        "huis_nlt": nlt,
        "openbareruimtetype": "Weg",
        "gemeentecode": "0796",
        "weergavenaam": f"Dorpsstraat {nlt}, 5211AA 's-Hertogenbosch",
        "straatnaam_verkort": "Dorpsstr",
        "id": f"adr-{number:03}{letter}{addition}",
        "gemeentenaam": "'s-Hertogenbosch",
        "identificatie": f"0796010000123456-{id}",
        "openbareruimte_id": "0796300000123456",
        "postcode": "5211AA",
        "huisletter": letter or None,
        "huisnummertoevoeging": addition or None,
        "nummeraanduiding_id": id,
        "adresseerbaarobject_id": "0796010000123456",
        "huisnummer": number,
        "straatnaam": "Dorpsstraat",
        "centroide_ll": "POINT(5.3 51.69)",
        "centroide_rd": "POINT(149000 411000)",
        "score": 12.3,
    }
    return {name: value for name, value in (fields | other).items() if value is not None}


def flemish(number: str, box: str = "", id: int = 36416228, street: str = "Veldstraat", **other: Any) -> dict[str, Any]:
    """A match as `/adresmatch` gives it."""
    name = f"{street} {number}{f' bus {box}' if box else ''}, 9000 Gent"
    fields: dict[str, Any] = {
        "@type": "Adres",
        "identificator": {
            "id": f"{NAMESPACE}/{id}", "naamruimte": NAMESPACE, "objectId": str(id),
            "versieId": "2026-01-01T00:00:00+01:00",
        },
        "detail": f"https://api.basisregisters.vlaanderen.be/v2/adressen/{id}",
        "gemeente": {
            "objectId": "44021",
            "detail": "https://api.basisregisters.vlaanderen.be/v2/gemeenten/44021",
            "gemeentenaam": {"geografischeNaam": {"spelling": "Gent", "taal": "nl"}},
        },
        "postinfo": {"objectId": "9000"},
        "straatnaam": {
            "objectId": "69499",
            "straatnaam": {"geografischeNaam": {"spelling": street, "taal": "nl"}},
        },
        "huisnummer": number,
        "busnummer": box or None,
        "volledigAdres": {"geografischeNaam": {"spelling": name, "taal": "nl"}},
        "adresPositie": {"geometrie": {"type": "Point", "gml": "<gml:Point srsName=\"EPSG/0/31370\"/>"}},
        "adresStatus": "inGebruik",
        "officieelToegekend": True,
        "score": 100,
        "links": [],
    }  # fmt: skip
    return {name: value for name, value in (fields | other).items() if value is not None}


class FakeRegisters:
    """Use it as a context manager; `settings` points the product at it."""

    def __init__(self) -> None:
        self.documents = [dutch(12), dutch(12, "A"), dutch(12, "A", "2"), dutch(12, "B"), dutch(14), dutch(120)]
        self.matches = [flemish("12"), flemish("14", "1", 2), flemish("14", "2", 3), flemish("14", "A", 4)]
        self.asked: list[Request] = []
        self.violations: list[str] = []
        self._came = Condition()
        self.misbehaves: dict[str, Callable[[], Answer]] = {}
        """What a service does instead of answering, by its base."""
        self._listener = Listener(self._answer, self.violations.append)
        self.url = f"http://{HOST}:{self._listener.port}"

    def __enter__(self) -> Self:
        self._listener.open()
        return self

    def __exit__(self, *exc: object) -> None:
        self._listener.stop()
        assert not self.violations, self.violations

    @property
    def settings(self) -> dict[str, Any]:
        return {
            "address_search": True,
            "pdok_base": self.url + PDOK,
            "flanders_geolocation_base": self.url + GEOLOCATION,
            "flanders_register_base": self.url + REGISTER,
        }

    def down(self) -> None:
        """Nobody listens."""
        self._listener.close()

    def up(self) -> None:
        self._listener.open()

    def fails(self, base: str, status: int = 503) -> None:
        self.misbehaves[base] = lambda: Answer(status, "Service Unavailable", "text/plain")

    def is_slow(self, base: str, seconds: float = 30.0) -> None:
        self.misbehaves[base] = lambda: Answer(200, "{}", after=seconds)

    def says(self, base: str, body: Any) -> None:
        text = body if isinstance(body, str) else json.dumps(body)
        self.misbehaves[base] = lambda: Answer(200, text)

    def recovers(self) -> None:
        self.misbehaves.clear()

    def waits_for(self, questions: int) -> None:
        """Until so many have come."""
        with self._came:
            assert self._came.wait_for(lambda: len(self.asked) >= questions, timeout=30)

    def paths(self) -> list[str]:
        return [one.path for one in self.asked]

    def _answer(self, request: Request) -> Answer:
        with self._came:
            self.asked.append(request)
            self._came.notify_all()
        for base, misbehaviour in self.misbehaves.items():
            if request.path.startswith(base):
                return misbehaviour()
        match request.path.removeprefix(PDOK):
            case "/reverse" if request.path.startswith(PDOK):
                return self._reverse(request)
            case "/suggest" | "/free" | "/lookup" if request.path.startswith(PDOK):
                return self._pdok(request)
        match request.path:
            case "/geolocation/v4/Suggestion":
                return _json({"SuggestionResult": [_place(one)["FormattedAddress"] for one in self._places(request)]})
            case "/geolocation/v4/Location" if "latlon" in request.query:
                assert set(request.query) == {"latlon", "c"}
                return _json({"LocationResult": [_place(one) for one in self.matches[:1]]})
            case "/geolocation/v4/Location":
                return _json({"LocationResult": [_place(one) for one in self._places(request)]})
            case "/v2/adresmatch":
                return self._match(request)
        return Answer(404, "{}")

    def _pdok(self, request: Request) -> Answer:
        strange = set(request.query) - PDOK_KNOWS
        if strange or ("q" not in request.query and "id" not in request.query):
            return Answer(400, json.dumps({"type": "about:blank", "title": "Bad Request", "status": 400}))
        if request.path.endswith("/lookup"):
            found = [one for one in self.documents if [one.get("id")] == request.query.get("id")]
        else:
            assert request.query["fq"] == ["type:adres"]
            words = re.findall(r"\w+", request.query["q"][0].lower())
            found = [one for one in self.documents if _has(str(one.get("weergavenaam", "5211AA 12")), words)]
            found = found[: int(request.query["rows"][0])]
        if request.path.endswith("/suggest"):
            short = ("type", "weergavenaam", "id", "score")
            found = [{name: one[name] for name in short if name in one} for one in found]
        body = {"numFound": len(found), "start": 0, "maxScore": 12.3, "numFoundExact": True, "docs": found}
        return _json({"response": body, "highlighting": {}, "spellcheck": {"suggestions": [], "collations": []}})

    def _reverse(self, request: Request) -> Answer:
        """It tells little unless `fl` asks for more, and how many metres it is."""
        assert {name: value[0] for name, value in request.query.items() if name in ("type", "rows")} == {
            "type": "adres",
            "rows": "1",
        }
        if set(request.query) - PDOK_KNOWS - {"type", "distance"} or not {"lat", "lon"} <= set(request.query):
            return Answer(400, "{}")
        short = ("type", "weergavenaam", "id", "score")
        found = [{name: one[name] for name in short} | {"afstand": 29.6} for one in self.documents[:1]]
        return _json({"response": {"numFound": 1, "start": 0, "maxScore": 11.2, "numFoundExact": True, "docs": found}})

    def _places(self, request: Request) -> list[dict[str, Any]]:
        words = re.findall(r"\w+", request.query["q"][0].lower())
        numbers = {one["huisnummer"]: one for one in self.matches}
        found = [one for one in numbers.values() if _has(_place(one)["FormattedAddress"], words)]
        return found[: int(request.query["c"][0])]

    def _match(self, request: Request) -> Answer:
        asked = {name: value[0] for name, value in request.query.items()}
        assert asked["status"] == "inGebruik"
        found = [
            one
            for one in self.matches
            if one["huisnummer"] == asked["huisnummer"]
            and _has(_street(one), re.findall(r"\w+", asked["straatnaam"].lower()))
            and ("busnummer" not in asked or one.get("busnummer", "").lower() == asked["busnummer"].lower())
        ]
        return _json({"@context": "https://docs.basisregisters.vlaanderen.be", "adresMatches": found, "warnings": []})


def _has(line: str, words: list[str]) -> bool:
    there = re.findall(r"\w+", line.lower())
    return all(any(one.startswith(word) for one in there) for word in words)


def _street(match: dict[str, Any]) -> str:
    """`/adresmatch` takes a street that is written short, and gives all that may be meant."""
    return (
        str(match["straatnaam"]["straatnaam"]["geografischeNaam"]["spelling"])
        if "straatnaam" in match
        else "Veldstraat"
    )


def _place(match: dict[str, Any]) -> dict[str, Any]:
    """The geolocation service knows no boxes."""
    number = match["huisnummer"]
    point = {"Lat_WGS84": 51.05, "Lon_WGS84": 3.72, "X_Lambert72": 104000.0, "Y_Lambert72": 193000.0}
    return {
        "Municipality": "Gent",
        "Zipcode": "9000",
        "Thoroughfarename": "Veldstraat",
        "Housenumber": number,
        "ID": None,
        "FormattedAddress": f"Veldstraat {number}, 9000 Gent",
        "Location": point,
        "LocationType": "crab_huisnummer",
        "BoundingBox": {"LowerLeft": point, "UpperRight": point},
    }


def _json(body: Any) -> Answer:
    return Answer(200, json.dumps(body))
