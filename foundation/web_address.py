"""Checks the web addresses in the settings, and says in words what is wrong with one.

We append something to most of them: a path, or `/fail`. After a `?` or a `#` that would have no effect, and the other
side would hear the opposite of what was meant. No message repeats the address: that of a heartbeat is a secret.
"""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

NOT_VISIBLE = re.compile(r"[\s\x00-\x1f\x7f\\]")
HEARTBEAT_KINDS = "an address to which a POST says that all is well and, with /fail behind it, that it is not"
PUSH = re.compile(r"/api/push/", re.IGNORECASE)
MAILTO = re.compile(r"mailto:[^@\s<>,;:?\"]+@[^@\s<>,;:?\"]+\.[A-Za-z]{2,}")
FOR_NOBODY = re.compile(r"@(?:example\.(?:com|net|org)|.*\.(?:test|example|invalid|localhost))$", re.IGNORECASE)
WORD_AT_THE_END = re.compile(r"/(fail|start|log)/*$", re.IGNORECASE)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_inside(host: str) -> bool:
    """Whether `host` is within a network of one's own: a private address, or a name without a dot, which no public
    server has. A name that begins with a digit may be an address, written as one number."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_private
    except ValueError:
        return host[:1].isalpha() and "." not in host


def host_of(address: str) -> str:
    """Returns the host in a valid address; empty when there is none."""
    found = _split(address)
    return (found.hostname or "") if found else ""


def is_plain(address: str) -> bool:
    """Whether others can read what is sent to this address: it is http, and not within this machine."""
    found = _split(address)
    return found is not None and found.scheme == "http" and not is_loopback(found.hostname or "")


def wrong_with(address: str) -> str:
    """Returns what is wrong with an address to which a path will be appended; empty when nothing is."""
    found = _split(address)
    if NOT_VISIBLE.search(address):
        return "must be an address without spaces or backslashes"
    if found is None or found.scheme not in ("http", "https") or not found.hostname:
        return "must be an absolute http(s) address"
    if found.username is not None or found.password is not None:
        return "no user or password can stand in it"
    if "?" in address or "#" in address:
        return "nothing can be put behind a ? or a #; give it without"
    if "//" in found.path:
        return "two slashes in a row; give it with one"
    return ""


def wrong_with_contact(contact: str) -> str:
    """Returns what is wrong with an address, of mail or of a page, that strangers write to; empty when nothing is."""
    if contact.startswith("mailto:"):
        if not MAILTO.fullmatch(contact):
            return "must be mailto: and one bare address, without spaces"
        return "nobody reads mail there" if FOR_NOBODY.search(contact) else ""
    if not contact.startswith("https://"):
        return "must be mailto: and an address, or an https address"
    return wrong_with_page(contact)


def wrong_with_page(address: str) -> str:
    """Returns what is wrong with the address of a page that strangers are sent to; empty when nothing is."""
    return wrong_with(address) if address.startswith("https://") else "must be an https address"


def wrong_with_heartbeat(address: str) -> str:
    """Returns what is wrong with a heartbeat's address: its monitor must understand `/fail` after it, as Healthchecks
    does."""
    if NOT_VISIBLE.search(address):
        return wrong_with(address)
    if PUSH.search(address):
        return (
            "a push address of Uptime Kuma, which knows no /fail and would take every failure for a sign of life. Let "
            "Uptime Kuma ask /health/ready, and say so in ACHTERWACHT_NO_HEARTBEAT_BECAUSE"
        )
    if "?" in address or "#" in address:
        return f"/fail behind a ? or a # would sound like success. It must be {HEARTBEAT_KINDS}, without ? or #"
    wrong = wrong_with(address.rstrip("/"))
    if not wrong and not urlsplit(address).path.strip("/"):
        return f"only a host. It must be {HEARTBEAT_KINDS}"
    if not wrong and WORD_AT_THE_END.search(address):
        return "ends in what tells a failure or a start already; give the address of a success"
    return wrong


def _split(address: str) -> SplitResult | None:
    try:
        found = urlsplit(address)
        _ = found.port  # the port is only checked when it is read
    except ValueError:
        return None
    return found
