"""answers that an entry of the app replaced, and lists of one word in each order

What lists show has another form from here on: ``diary db upgrade`` writes it anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Inline, so that SQLite adds it in place and copies no table.
    op.add_column(
        "answer",
        sa.Column(
            "replaced_by_id",
            sa.Uuid(),
            sa.ForeignKey("diary_entry.id", name="fk_answer_replaced_by_id_diary_entry"),
            nullable=True,
        ),
        inline_references=True,
    )
    for name, order in (
        ("infusion", "last_infusion_at"),
        ("share", "answered_share"),
        ("prompt", "next_prompt_at"),
    ):
        op.create_index(
            f"ix_caseload_row_word_{name}",
            "caseload_row",
            ["organization_id", "attention", order, "id"],
        )
    op.drop_index("ix_caseload_row_organization_id", "caseload_row")
    # Counted anew by a job within minutes; a figure more is kept from here on.
    op.execute("delete from caseload_tally")
