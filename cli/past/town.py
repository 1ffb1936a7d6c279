"""Voorbeeldstad: the addresses and residents of the demonstration. All made up."""

from achterwacht.addresses.address import DutchAddress

STREETS = ("Dorpsstraat", "Kerkstraat", "Stationsweg", "Molenlaan", "Schoolstraat", "Beukenhof", "Parkweg", "Havenkade")
RESIDENTS = (
    "mevr. Verbeek", "dhr. Koster", "mevr. Yilmaz", "dhr. Pronk", "mevr. Hoekstra", "dhr. Benali", "mevr. Timmer",
    "dhr. Groen", "mevr. Aydin", "dhr. Schouten", "mevr. de Lange", "dhr. Kaya", "mevr. Willems", "dhr. Postma",
)  # fmt: skip
PURPOSES = (
    "Huisbezoek bij de aanvraag", "Gesprek over de inkomsten", "Gegevens ophalen", "Kennismaking", "Heronderzoek",
    "Gesprek over een plan van aanpak",
)  # fmt: skip


def house(number: int) -> DutchAddress:
    """Returns one of the houses of the town; the same number is the same house."""
    street = STREETS[number % len(STREETS)]
    return DutchAddress("5211AA", 1 + number, None, street, "Voorbeeldstad")
