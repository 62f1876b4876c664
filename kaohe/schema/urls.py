"""Database addresses as people write them, and as our driver wants them."""

from sqlalchemy.engine import make_url


def async_url(url: str) -> str:
    """`postgres://…` or `postgresql://…` with the driver that we use; one that names a driver stays as it is."""
    parsed = make_url(url.replace("postgres://", "postgresql://", 1) if url.startswith("postgres://") else url)
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+asyncpg")
    return parsed.render_as_string(hide_password=False)
