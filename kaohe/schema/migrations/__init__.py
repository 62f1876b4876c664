"""Alembic's migrations. `HEAD` is the newest; a test holds it to the newest file."""

HEAD = "0006"
