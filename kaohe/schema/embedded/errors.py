"""What can go wrong with the embedded server, in words for the person at the terminal."""


class EmbeddedError(Exception):
    """The embedded server can't be made, started or stopped; the message says why and what to do."""


class AlreadyRunning(EmbeddedError):
    """Another living process holds the folder."""
