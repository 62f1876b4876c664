"""An index of archived cycles: workers look twice a minute whether one of them has no seal."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_cycle_archived", "cycle", ["body_id", "id"], postgresql_where=sa.text("state = 'archived'"))


def downgrade() -> None:
    op.drop_index("ix_cycle_archived", table_name="cycle")
