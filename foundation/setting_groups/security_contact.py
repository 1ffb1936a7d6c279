"""Where somebody who found a weakness writes to: `/.well-known/security.txt` (RFC 9116)."""

from foundation.setting_groups.group import PREFIX
from foundation.setting_groups.installation import Installation
from foundation.web_address import wrong_with_contact, wrong_with_page


class SecurityContact(Installation):
    """Whom to tell of a weakness, and by which rules. Without a contact there is no `security.txt`."""

    security_contact: str = ""
    """Where somebody who found a weakness writes to: `mailto:` and an address that is read, or an https page. With it
    `/.well-known/security.txt` is there ([why and how](beheer/installeren.md#een-lek-melden)); without, it is not."""
    security_policy: str = ""
    """The https page with your rules for who reports a weakness. Needs `SECURITY_CONTACT`."""

    def _security_contact_problems(self) -> list[str]:
        if not self.security_contact:
            without = f"{PREFIX}SECURITY_POLICY: without {PREFIX}SECURITY_CONTACT nobody is shown it"
            return [without] if self.security_policy else []
        problems = []
        if wrong := wrong_with_contact(self.security_contact):
            problems.append(f"{PREFIX}SECURITY_CONTACT: {wrong}")
        if self.security_policy and (wrong := wrong_with_page(self.security_policy)):
            problems.append(f"{PREFIX}SECURITY_POLICY: {wrong}")
        return problems
