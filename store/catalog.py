"""What stands in our schema of a PostgreSQL database, thing by thing, and what should.

A thing has a name of its own: a table, `table.column`, or what acts on a table in PostgreSQL's own words (`journal RULE
x`). What an extension brought along is the server's business; guard rails are judged apart.
"""

from __future__ import annotations

from store.connection import EngineConnection
from store.guards import PLACES
from store.schema import TABLES

# Beside tables also views and whatever else rows are read from; no indexes, which are named by their table below.
_THERE = """
WITH own AS (SELECT oid, relname, relpersistence, relrowsecurity FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relname = ANY (%(tables)s))
SELECT c.relname::text, c.relkind::text FROM pg_class c
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind NOT IN ('i', 'I', 't', 'c')
    AND NOT EXISTS (SELECT 1 FROM pg_depend d
      WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
UNION ALL SELECT relname || ' UNLOGGED', '' FROM own WHERE relpersistence <> 'p'
UNION ALL SELECT relname || ' ROW LEVEL SECURITY', '' FROM own WHERE relrowsecurity
UNION ALL SELECT own.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod)
    || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END || coalesce(' ' || pg_get_expr(e.adbin, e.adrelid), '')
    || a.attidentity::text
  FROM own JOIN pg_attribute a ON a.attrelid = own.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef e ON e.adrelid = own.oid AND e.adnum = a.attnum
UNION ALL SELECT i.relname::text, own.relname
  FROM own JOIN pg_index x ON x.indrelid = own.oid JOIN pg_class i ON i.oid = x.indexrelid
  WHERE NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.oid)
UNION ALL SELECT own.relname || ' CONSTRAINT ' || k.conname,
    CASE k.contype WHEN 'p' THEN pg_get_constraintdef(k.oid) ELSE k.contype::text END
  FROM own JOIN pg_constraint k ON k.conrelid = own.oid AND k.contype NOT IN ('n', 't')
UNION ALL SELECT own.relname || ' RULE ' || r.rulename, '' FROM own JOIN pg_rewrite r ON r.ev_class = own.oid
UNION ALL SELECT own.relname || ' POLICY ' || p.polname, '' FROM own JOIN pg_policy p ON p.polrelid = own.oid
UNION ALL SELECT own.relname || ' TRIGGER ' || t.tgname, '' FROM own JOIN pg_trigger t ON t.tgrelid = own.oid
  WHERE NOT t.tgisinternal AND NOT own.relname || ' TRIGGER ' || t.tgname = ANY (%(rails)s)
"""


def found(connection: EngineConnection) -> dict[str, str]:
    """Everything there is, with what it is."""
    rows = connection.alchemy.exec_driver_sql(_THERE, {"tables": [*TABLES], "rails": [*PLACES]})
    return {str(name): str(kind) for name, kind in rows}


def expected(connection: EngineConnection, there: dict[str, str]) -> dict[str, str]:
    """Everything that there should be; of a table that is not `there`, the table and its indexes alone."""
    from sqlalchemy import CheckConstraint

    from store.tables import METADATA

    should: dict[str, str] = {}
    for table in METADATA.sorted_tables:
        should[table.name] = "r"
        should |= {str(index.name): table.name for index in table.indexes}
        if table.name not in there:
            continue
        for column in table.columns:
            kind = column.type.compile(connection.alchemy.dialect).lower()
            should[f"{table.name}.{column.name}"] = kind if column.nullable else f"{kind} not null"
        key = ", ".join(column.name for column in table.primary_key)
        should[f"{table.name} CONSTRAINT {table.name}_pkey"] = f"PRIMARY KEY ({key})"
        for constraint in table.constraints:
            if isinstance(constraint, CheckConstraint):
                should[f"{table.name} CONSTRAINT {constraint.name}"] = "c"
    return should
