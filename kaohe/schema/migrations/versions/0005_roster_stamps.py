"""A mark for each body that changes with its units, roles, relatives and calendar: processes keep what they have read."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

#: Tables of a body on which every change counts.
WATCHED = ("unit", "role_grant", "relative", "calendar_override")

#: Tables that all bodies share.
SHARED = ("official_year", "official_day")


def upgrade() -> None:
    op.create_table(
        "roster_stamp",
        sa.Column("body_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("stamp", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("body_id", name=op.f("pk_roster_stamp")),
    )
    op.execute("INSERT INTO roster_stamp (body_id, stamp) SELECT id, gen_random_uuid() FROM body")
    _function("stamp_changed", _marked("SELECT DISTINCT body_id FROM changed ORDER BY body_id"))
    _function("stamp_body_of_person", _marked("SELECT NEW.body_id"))
    _function(
        "stamp_every_body",
        """UPDATE roster_stamp SET stamp = gen_random_uuid()
            WHERE body_id IN (SELECT body_id FROM roster_stamp ORDER BY body_id FOR UPDATE);""",
    )
    for table in WATCHED:
        for event, rows in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            op.execute(f"""
                CREATE TRIGGER {table}_stamps_{event.lower()} AFTER {event} ON {table}
                REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION stamp_changed()
            """)
    for table in SHARED:
        op.execute(f"""
            CREATE TRIGGER {table}_stamps AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION stamp_every_body()
        """)
    op.execute("""
        CREATE TRIGGER person_stamps AFTER UPDATE OF active ON person
        FOR EACH ROW WHEN (OLD.active IS DISTINCT FROM NEW.active) EXECUTE FUNCTION stamp_body_of_person()
    """)


def downgrade() -> None:
    op.execute("DROP TRIGGER person_stamps ON person")
    for table in SHARED:
        op.execute(f"DROP TRIGGER {table}_stamps ON {table}")
    for table in WATCHED:
        for event in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER {table}_stamps_{event} ON {table}")
    for name in ("stamp_changed", "stamp_body_of_person", "stamp_every_body"):
        op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("roster_stamp")


def _marked(bodies: str) -> str:
    return f"""INSERT INTO roster_stamp (body_id, stamp) SELECT b.body_id, gen_random_uuid() FROM ({bodies}) b(body_id)
            ON CONFLICT (body_id) DO UPDATE SET stamp = EXCLUDED.stamp;"""


def _function(name: str, body: str) -> None:
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$")
