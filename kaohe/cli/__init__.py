"""The command line. Each command imports what it needs when it is called, so that `kaohe --help` is quick."""

from kaohe.cli.app import app

__all__ = ["app"]
