"""What French does to a small word before a name: la visite de Karin, la visite d'Ali."""

import re

VOWEL = re.compile("[aeiouàâäéèêëîïôöùûüœ]", re.IGNORECASE)
"""Before an h or a y the whole word stays: de Youssef is right, and so is de Hanna."""


def de(name: object) -> str:
    """Returns "de Karin", or "d'Ali"."""
    said = str(name)
    return f"d'{said}" if VOWEL.match(said) else f"de {said}"


def que(name: object) -> str:
    """Returns "que Karin", or "qu'Ali"."""
    said = str(name)
    return f"qu'{said}" if VOWEL.match(said) else f"que {said}"
