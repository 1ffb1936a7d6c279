"""Refusals that only the doors know."""


class NotSignedIn(Exception):
    """Nobody is signed in with what came along. `code` where there is more to say than that."""

    def __init__(self, code: str = "") -> None:
        super().__init__(code)
        self.code = code


class TooOften(Exception):
    """Tried more often than is allowed."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after
