"""The rules of measures, pure: what the protocol advises, who decides, how long it lasts, what if it is broken."""
