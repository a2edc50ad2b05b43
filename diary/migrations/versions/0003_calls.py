"""calls that were noted, and Today without those whose reasons rest after one"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "call_note",
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_by_id", sa.Uuid(), nullable=True),
        sa.Column("rests_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("rests_until > called_at", name=op.f("ck_call_note_rests_for_a_while")),
        sa.ForeignKeyConstraint(
            ["called_by_id"],
            ["practitioner.id"],
            name=op.f("fk_call_note_called_by_id_practitioner"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_call_note_organization_id_organization"),
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_call_note_patient_id_patient")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_note")),
    )
    op.create_index(op.f("ix_call_note_organization_id"), "call_note", ["organization_id"])
    op.create_index("ix_call_note_patient_rests", "call_note", ["patient_id", "rests_until"])

    # With a value for the rows there are, so that SQLite adds it in place and copies no table.
    op.add_column(
        "caseload_row", sa.Column("call_rank", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column(
        "caseload_row", sa.Column("call_order", sa.Double(), nullable=False, server_default="0")
    )
    op.add_column("caseload_row", sa.Column("called_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "caseload_row", sa.Column("rests_until", sa.DateTime(timezone=True), nullable=True)
    )
    # Nobody's call was noted until now: whoever is in need is to be called.
    op.execute('update caseload_row set call_rank = "rank", call_order = order_in_rank')
    op.create_index(
        "ix_caseload_row_clinic_call",
        "caseload_row",
        ["organization_id", "call_rank", "call_order", "id"],
    )
    op.create_index(
        "ix_caseload_row_clinic_called",
        "caseload_row",
        ["organization_id", "called_at", "id"],
        sqlite_where=sa.text("called_at is not null"),
        postgresql_where=sa.text("called_at is not null"),
    )
    op.create_index(
        "ix_caseload_row_rests_until",
        "caseload_row",
        ["rests_until"],
        sqlite_where=sa.text("rests_until is not null"),
        postgresql_where=sa.text("rests_until is not null"),
    )
