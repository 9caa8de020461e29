"""The wall as the database's own catalogue describes it. Every row that a query here finds is a fault."""

import psycopg
import pytest

from tests.services import TEMPLATE

pytestmark = pytest.mark.usefixtures("database")

LOGINS = "'northfile_app', 'northfile_retention', 'northfile_gate'"

# Outside the wall on purpose: the agencies themselves (fenced by their id) and Alembic's mark.
OUTSIDE = "'organisations', 'alembic_version'"

# Tables whose rows the everyday login may delete, each with its reason.
DELETABLE = {
    "client_tokens": "a search index, written anew whenever a name changes; its words are in clients",
}

TENANT = """
    WITH t AS (SELECT c.oid, c.relname AS name, c.relrowsecurity, c.relforcerowsecurity FROM pg_class c
        WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
        AND c.relname <> 'alembic_version'),
    owned AS (SELECT t.* FROM t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = 'organisation_id'
        AND NOT a.attisdropped)
"""

FAULTS = {
    "a table without organisation_id": f"SELECT name FROM t WHERE name NOT IN ({OUTSIDE}) AND oid NOT IN"
    " (SELECT oid FROM owned)",
    "row security is not forced": "SELECT name FROM t WHERE NOT (relrowsecurity AND relforcerowsecurity)",
    "no restrictive fence over every command": """SELECT name FROM t WHERE NOT EXISTS (SELECT 1 FROM pg_policy p
        WHERE p.polrelid = t.oid AND NOT p.polpermissive AND p.polcmd = '*'
        AND pg_get_expr(p.polqual, p.polrelid) = pg_get_expr(p.polwithcheck, p.polrelid)
        AND regexp_replace(pg_get_expr(p.polqual, p.polrelid), '\\s+', ' ', 'g')
            = CASE name WHEN 'organisations' THEN '(id' ELSE '(organisation_id' END
            || ' = ( SELECT current_organisation() AS current_organisation))')""",
    "a login that has rights and stands outside the fence": f"""SELECT name, r.rolname FROM t, pg_roles r
        WHERE r.rolname IN ({LOGINS}) AND (has_any_column_privilege(r.oid, t.oid, 'SELECT, INSERT, UPDATE')
            OR has_table_privilege(r.oid, t.oid, 'DELETE'))
        AND NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = t.oid AND NOT p.polpermissive
            AND r.oid = ANY (p.polroles))""",
    "a policy for everybody": "SELECT name, p.polname FROM t JOIN pg_policy p ON p.polrelid = t.oid"
    " WHERE 0 = ANY (p.polroles)",
    "a permissive policy that the list here does not know": """SELECT name, p.polname FROM t JOIN pg_policy p
        ON p.polrelid = t.oid WHERE p.polpermissive AND p.polname NOT IN ('inside', 'gate', 'departure')""",
    "a table that would stay behind when an agency leaves": """SELECT name FROM owned WHERE NOT EXISTS (SELECT 1
        FROM pg_policy p WHERE p.polrelid = owned.oid AND p.polpermissive AND p.polcmd = '*'
        AND 'northfile_owner'::regrole = ANY (p.polroles))""",
    "a trigger that would keep a row of an agency that leaves": """SELECT g.tgrelid::regclass, g.tgname FROM pg_trigger g
        WHERE NOT g.tgisinternal AND g.tgtype & 9 = 9 AND pg_get_triggerdef(g.oid) NOT LIKE '%departing()%'""",
    "a login that row security does not bind": f"""SELECT rolname FROM pg_roles WHERE rolname IN ({LOGINS},
        'northfile_owner') AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)""",
    "the owner can log in": "SELECT rolname FROM pg_roles WHERE rolname = 'northfile_owner' AND rolcanlogin",
    "a login that owns something": f"""SELECT c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
        WHERE r.rolname IN ({LOGINS})""",
    "a login that may become somebody else": f"""SELECT m.rolname, g.rolname FROM pg_auth_members am
        JOIN pg_roles m ON m.oid = am.member JOIN pg_roles g ON g.oid = am.roleid WHERE m.rolname IN ({LOGINS})""",
    "a view that runs with its owner's rights": """SELECT c.oid::regclass FROM pg_class c
        WHERE c.relkind = 'v' AND c.relnamespace IN ('public'::regnamespace, 'gate'::regnamespace)
        AND NOT coalesce('security_invoker=true' = ANY (c.reloptions), false)""",
    "a materialised view, which has no row security": "SELECT oid::regclass FROM pg_class WHERE relkind = 'm'",
    "a definer function without a search path that ends in pg_temp": """SELECT p.oid::regprocedure FROM pg_proc p
        WHERE p.prosecdef AND p.pronamespace IN ('public'::regnamespace, 'gate'::regnamespace)
        AND NOT EXISTS (SELECT 1 FROM unnest(coalesce(p.proconfig, '{}')) x
            WHERE x LIKE 'search_path=pg_catalog, %pg_temp')""",
    "a function of ours open to everybody": """SELECT p.oid::regprocedure FROM pg_proc p
        WHERE p.pronamespace IN ('public'::regnamespace, 'gate'::regnamespace)
        AND p.prorettype <> 'trigger'::regtype AND has_function_privilege('public', p.oid, 'execute')""",
    "a definer function not owned by the owner": """SELECT p.oid::regprocedure FROM pg_proc p
        WHERE p.prosecdef AND p.pronamespace IN ('public'::regnamespace, 'gate'::regnamespace)
        AND p.proowner <> 'northfile_owner'::regrole""",
    "minting and the secret are open to a login": f"""SELECT r.rolname, p.proname FROM pg_roles r, pg_proc p
        WHERE r.rolname IN ({LOGINS}) AND p.pronamespace = 'gate'::regnamespace AND p.proname IN ('mint', 'proof')
        AND has_function_privilege(r.oid, p.oid, 'execute')""",
    "a reference without the organisation": """SELECT k.conrelid::regclass, k.conname FROM pg_constraint k
        WHERE k.contype = 'f' AND k.conrelid IN (SELECT oid FROM owned) AND k.confrelid IN (SELECT oid FROM owned)
        AND NOT EXISTS (SELECT 1 FROM unnest(k.conkey, k.confkey) AS pair (mine, theirs)
            JOIN pg_attribute x ON x.attrelid = k.conrelid AND x.attnum = pair.mine AND x.attname = 'organisation_id'
            JOIN pg_attribute y ON y.attrelid = k.confrelid AND y.attnum = pair.theirs
                AND y.attname = 'organisation_id')""",
    "a reference out of the wall": """SELECT k.conrelid::regclass, k.conname FROM pg_constraint k
        WHERE k.contype = 'f' AND k.conrelid IN (SELECT oid FROM owned) AND k.confrelid NOT IN (SELECT oid FROM owned)
        AND k.confrelid <> 'organisations'::regclass""",
    "a column named as a reference to a client's file without one": """SELECT o.name, a.attname FROM owned o
        JOIN pg_attribute a ON a.attrelid = o.oid AND a.attname IN ('client_id', 'case_id', 'note_id', 'file_id')
        WHERE NOT a.attisdropped AND o.name <> 'audit_events'  -- outlives what it tells of
        AND o.name <> 'run_items'  -- drives a destruction and must not stand in its way; emptied with the certificate
        AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.contype = 'f' AND k.conrelid = o.oid
            AND a.attnum = ANY (k.conkey))""",
    "a reference that deletes or empties in silence": """SELECT k.conrelid::regclass, k.conname FROM pg_constraint k
        WHERE k.contype = 'f' AND k.connamespace IN ('public'::regnamespace, 'gate'::regnamespace)
        AND (k.confdeltype NOT IN ('r', 'a') OR k.confupdtype NOT IN ('r', 'a'))""",
    "a reference without an index": """SELECT k.conrelid::regclass, k.conname FROM pg_constraint k
        WHERE k.contype = 'f' AND k.connamespace IN ('public'::regnamespace, 'gate'::regnamespace)
        AND NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = k.conrelid AND i.indpred IS NULL
            AND (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey)""",
    "a unique index without the organisation": """SELECT i.indexrelid::regclass FROM pg_index i
        JOIN owned o ON o.oid = i.indrelid WHERE i.indisunique AND (SELECT x.attname FROM pg_attribute x
            WHERE x.attrelid = i.indrelid AND x.attnum = (i.indkey::int2[])[0]) <> 'organisation_id'""",
    "organisation_id may be empty": "SELECT name FROM owned JOIN pg_attribute a ON a.attrelid = owned.oid"
    " AND a.attname = 'organisation_id' WHERE NOT a.attnotnull",
    "a right that walks around row security": f"""SELECT name, r, p FROM t, unnest(ARRAY[{LOGINS}]) r,
        unnest(ARRAY['TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN']) p WHERE has_table_privilege(r, t.oid, p)""",
    "the gate's login reaches a table": """SELECT c.oid::regclass FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'S')
        AND c.relnamespace IN ('public'::regnamespace, 'gate'::regnamespace)
        AND has_any_column_privilege('northfile_gate', c.oid, 'SELECT, INSERT, UPDATE, REFERENCES')""",
    "a login of agencies reaches the gate": """SELECT r FROM unnest(ARRAY['northfile_app', 'northfile_retention']) r
        WHERE has_schema_privilege(r, 'gate', 'USAGE')""",
    "a login that may make things": f"""SELECT r FROM unnest(ARRAY[{LOGINS}]) r
        WHERE has_schema_privilege(r, 'public', 'CREATE') OR has_schema_privilege(r, 'gate', 'CREATE')
        OR has_database_privilege(r, '{TEMPLATE}', 'TEMP, CREATE')  -- a clone does not inherit these rights""",
    "a shared sequence, whose gaps tell others' volume": "SELECT relname FROM pg_class WHERE relkind = 'S'"
    " AND relnamespace IN ('public'::regnamespace, 'gate'::regnamespace)",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_catalogue_shows_no_fault(superuser: psycopg.Connection, fault: str) -> None:
    assert superuser.execute(f"{TENANT} {FAULTS[fault]}").fetchall() == [], fault


def test_the_everyday_login_deletes_no_case_content(superuser: psycopg.Connection) -> None:
    deletable = superuser.execute(
        f"{TENANT} SELECT name FROM t WHERE has_table_privilege('northfile_app', oid, 'DELETE') ORDER BY 1"
    ).fetchall()
    assert [name for (name,) in deletable] == sorted(DELETABLE)


def test_a_fault_would_be_found(superuser: psycopg.Connection) -> None:
    """The lint itself: a table made by hand trips it in every way it should."""
    superuser.execute("CREATE TABLE careless (id uuid PRIMARY KEY, organisation_id uuid, client_id uuid)")
    superuser.execute("GRANT ALL ON careless TO northfile_app, northfile_gate")
    try:
        found = {
            f
            for f, query in FAULTS.items()
            if "careless" in str(superuser.execute(f"{TENANT} {query}").fetchall())
        }
    finally:
        superuser.execute("DROP TABLE careless")
    assert found >= {
        "row security is not forced",
        "no restrictive fence over every command",
        "a login that has rights and stands outside the fence",
        "a column named as a reference to a client's file without one",
        "a unique index without the organisation",
        "organisation_id may be empty",
        "a right that walks around row security",
        "the gate's login reaches a table",
    }
