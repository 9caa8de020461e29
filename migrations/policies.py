"""The wall, made by one helper and never by hand: tenant tables, their policies, their keys."""

from collections.abc import Iterable

from alembic import op

TENANT_LOGINS = "northfile_app, northfile_retention"


def run(*statements: str) -> None:
    """Runs SQL as written."""
    for statement in statements:
        op.execute(statement)


def fence(table: str, *, column: str = "organisation_id") -> None:
    """Row security on and forced, with a fence that no later policy can widen. The sub-select is evaluated once a
    query instead of once a row."""
    mine = f"{column} = (SELECT current_organisation())"
    run(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY fence ON {table} AS RESTRICTIVE FOR ALL TO {TENANT_LOGINS}"
        f" USING ({mine}) WITH CHECK ({mine})",
        f"CREATE POLICY inside ON {table} FOR ALL TO {TENANT_LOGINS} USING (true) WITH CHECK (true)",
    )


def open_to_gate_functions(table: str) -> None:
    """Lets the functions of schema `gate`, which run as the owner, see this table before a tenancy is known."""
    run(f"CREATE POLICY gate ON {table} FOR ALL TO northfile_owner USING (true) WITH CHECK (true)")


def tenant_table(
    table: str,
    columns: str,
    *,
    refers: Iterable[tuple[str, str]] = (),
    app: str = "SELECT, INSERT, UPDATE",
    retention: str = "SELECT",
) -> None:
    """A table of one organisation's rows: the organisation leads the key, every reference carries it, every
    reference is indexed and restricts, and rights are named one by one."""
    run(
        f"CREATE TABLE {table} (organisation_id uuid NOT NULL REFERENCES organisations (id),"
        f" id uuid NOT NULL, created_at timestamptz NOT NULL, {columns}, PRIMARY KEY (organisation_id, id))"
    )
    refer(table, refers)
    fence(table)
    run(f"GRANT {app} ON {table} TO northfile_app", f"GRANT {retention} ON {table} TO northfile_retention")
    let_depart(table)


def let_depart(table: str) -> None:
    """Lets the functions that destroy an agency which has left, and no others of the owner's, see its rows (decision
    37). Before the step that makes them there is nothing to let in; a table that every function of the gate sees needs
    nothing more."""
    run(
        f"""DO $$ BEGIN
        IF to_regprocedure('departing()') IS NOT NULL AND NOT EXISTS (SELECT 1 FROM pg_policy p
            WHERE p.polrelid = '{table}'::regclass AND p.polname IN ('gate', 'departure') AND p.polcmd = '*') THEN
            CREATE POLICY departure ON {table} FOR ALL TO northfile_owner
                USING (organisation_id = (SELECT departing())) WITH CHECK (false);
        END IF; END $$"""
    )


def refer(table: str, refers: Iterable[tuple[str, str]]) -> None:
    """Composite references with RESTRICT, so that unknown children stop a purge rather than vanish with it."""
    for column, target in refers:
        run(
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_within FOREIGN KEY (organisation_id, {column})"
            f" REFERENCES {target} (organisation_id, id) ON DELETE RESTRICT"
        )
        if column != "id":
            run(f"CREATE INDEX {table}_{column} ON {table} (organisation_id, {column})")


def definer(signature: str, returns: str, body: str, *, to: str, volatility: str = "VOLATILE") -> None:
    """A function that runs as the owner, with a fixed search path, open to one role only."""
    run(
        f"CREATE FUNCTION {signature} RETURNS {returns} LANGUAGE plpgsql {volatility} SECURITY DEFINER"
        f" SET search_path = pg_catalog, public, pg_temp AS $body$ {body} $body$",
    )
    name = signature.split("(", maxsplit=1)[0]
    run(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC", f"GRANT EXECUTE ON FUNCTION {name} TO {to}")
