"""What a channel says when a delivery did not arrive."""


class Undelivered(Exception):
    """The receiver did not take it; the message says why, in a line that may stand in a log.

    `permanent`: it never will, so that there is no use in another attempt. `away`: nobody answered in time.
    """

    def __init__(self, why: str, *, permanent: bool = False, away: bool = False) -> None:
        super().__init__(why)
        self.permanent = permanent
        self.away = away


def one_line(said: str, limit: int = 200) -> str:
    """What somebody else said, fit for a log and a column: one line of printable letters, at most `limit`."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in said).split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"
