"""What somebody types at the console and others read: made clean as what comes in by a door is."""

from cli.plain import Refused
from foundation.visible import on_one_line


def typed(text: str, what: str, longest: int = 200) -> str:
    """Returns the text on one line, without what nobody sees.

    Raises:
        Refused: nothing of it can be seen, or it is longer than that.
    """
    clean = on_one_line(text).strip()
    if not clean:
        raise Refused(f"{what}: there is nothing to read in it.")
    if len(clean) > longest:
        raise Refused(f"{what}: {longest} characters at most.")
    return clean
