"""What retention still lacked: a hold over a kind of record, and a word for whoever stands before a sealed agency."""

from migrations.policies import definer, run

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

# What goes by a rule of its own; everything else goes with a case or with a person.
CLASSES = "'incident', 'breach_record', 'conflict_declaration', 'supervision'"
DESCRIBED = "num_nonnulls(program, opened_from, opened_until, closed_from, closed_until)"


def upgrade() -> None:
    """Takes the step."""
    run(
        f"""ALTER TABLE holds ADD record_class text CHECK (record_class IN ({CLASSES})),
        DROP CONSTRAINT holds_described, ADD CONSTRAINT holds_described
        CHECK ((scope = 'selector') = ({DESCRIBED} > 0 OR record_class IS NOT NULL)),
        ADD CONSTRAINT holds_one_kind CHECK (record_class IS NULL OR {DESCRIBED} = 0)"""
    )
    # What a person is known by is decided about without a case, once the last one is gone.
    run("ALTER TABLE retention_decisions DROP CONSTRAINT retention_decisions_check2")
    definer(
        "gate.is_shut(p_slug text)",
        "boolean",
        """BEGIN RETURN EXISTS (SELECT 1 FROM gate.seals s JOIN organisations o ON o.id = s.organisation_id
        WHERE o.slug = p_slug); END""",
        to="northfile_gate",
        volatility="STABLE",
    )
