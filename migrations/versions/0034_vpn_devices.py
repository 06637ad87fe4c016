"""vpn: the gateway, devices with their keys, addresses and certificates, enrolment codes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from kernel.db import Instant

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    make_gateway()
    make_devices()
    make_holdings()
    make_enrolments()


def make_gateway() -> None:
    op.create_table(
        "vpn_gateways",
        sa.Column("singleton", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("is_on", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("host", sa.String(), server_default="", nullable=False),
        sa.Column("port", sa.Integer(), server_default="0", nullable=False),
        sa.Column("approval", sa.String(), server_default="always", nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=True),
        sa.Column("revision", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("changed_at", Instant(timezone=True), nullable=True),
        sa.Column("changed_by", sa.String(), nullable=True),
        sa.CheckConstraint("singleton", name=op.f("ck_vpn_gateways_there_is_one")),
        sa.CheckConstraint("port BETWEEN 0 AND 65535", name=op.f("ck_vpn_gateways_port_is_one")),
        sa.CheckConstraint(
            "approval IN ('always', 'personal', 'never')",
            name=op.f("ck_vpn_gateways_approval_is_known"),
        ),
        sa.PrimaryKeyConstraint("singleton", name=op.f("pk_vpn_gateways")),
    )


def make_devices() -> None:
    op.create_table(
        "vpn_devices",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("trust", sa.String(), nullable=False),
        sa.Column("enrolled_at", Instant(timezone=True), nullable=False),
        sa.Column("valid_until", Instant(timezone=True), nullable=False),
        sa.Column("decided_at", Instant(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("ended_at", Instant(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'active', 'refused', 'removed', 'lost')",
            name=op.f("ck_vpn_devices_state_is_known"),
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (state IN ('waiting', 'active'))",
            name=op.f("ck_vpn_devices_ended_once_it_is_over"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["identity_people.id"],
            name=op.f("fk_vpn_devices_person_id_identity_people"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vpn_devices")),
    )
    op.create_index(op.f("ix_vpn_devices_person_id"), "vpn_devices", ["person_id"])


def of_device(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_device_id_vpn_devices")
    return sa.ForeignKeyConstraint(["device_id"], ["vpn_devices.id"], name=name)


def make_holdings() -> None:
    op.create_table(
        "vpn_keys",
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("device_id", sa.String(), nullable=False),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.Column("retired_at", Instant(timezone=True), nullable=True),
        sa.CheckConstraint("octet_length(public_key) = 32", name=op.f("ck_vpn_keys_key_is_whole")),
        of_device("vpn_keys"),
        sa.PrimaryKeyConstraint("public_key", name=op.f("pk_vpn_keys")),
    )
    only_one("vpn_keys", "retired_at IS NULL")
    op.create_table(
        "vpn_leases",
        sa.Column("device_id", sa.String(), nullable=False),
        sa.Column("address", postgresql.INET(), nullable=False),
        sa.Column("held", postgresql.TSTZRANGE(), nullable=False),
        postgresql.ExcludeConstraint(
            ("address", "="),
            ("held", "&&"),
            name="ex_vpn_leases_one_holder",
            using="gist",
            ops={"address": "inet_ops"},
        ),
        of_device("vpn_leases"),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_vpn_leases")),
    )
    op.create_table(
        "vpn_certificates",
        sa.Column("serial", sa.String(), nullable=False),
        sa.Column("device_id", sa.String(), nullable=False),
        sa.Column("not_before", Instant(timezone=True), nullable=False),
        sa.Column("not_after", Instant(timezone=True), nullable=False),
        sa.Column("pem", sa.String(), nullable=False),
        sa.Column("revoked_at", Instant(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        of_device("vpn_certificates"),
        sa.PrimaryKeyConstraint("serial", name=op.f("pk_vpn_certificates")),
    )
    only_one("vpn_certificates", "revoked_at IS NULL")


def only_one(table: str, where: str) -> None:
    op.create_index(
        f"uq_{table}_of_device",
        table,
        ["device_id"],
        unique=True,
        postgresql_where=sa.text(where),
    )


def make_enrolments() -> None:
    op.create_table(
        "vpn_enrolments",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.Column("expires_at", Instant(timezone=True), nullable=False),
        sa.Column("used_at", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["identity_people.id"],
            name=op.f("fk_vpn_enrolments_person_id_identity_people"),
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_vpn_enrolments")),
    )
    op.create_table(
        "vpn_pickups",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("device_id", sa.String(), nullable=False),
        sa.Column("expires_at", Instant(timezone=True), nullable=False),
        of_device("vpn_pickups"),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_vpn_pickups")),
    )
    op.create_index(op.f("ix_vpn_pickups_device_id"), "vpn_pickups", ["device_id"])
    for table in ("vpn_enrolments", "vpn_pickups"):
        op.create_index(op.f(f"ix_{table}_expires_at"), table, ["expires_at"])
