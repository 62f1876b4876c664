"""Histories in bulk, with valid hash chains: the canonical bytes are spelt, and chained, in SQL.

Records of the generator hold nothing that RFC 8785 spells in a special way. A test, and the end of every run, verify a
sample with the service's own `verify_history`.
"""

from collections.abc import Sequence

from bench.province.lines import KEYS, Line

#: `bench_chain` goes along a history: SHA-256 over the hash before and the record.
MAKE_CHAIN = """
CREATE OR REPLACE FUNCTION bench_link(bytea, bytea) RETURNS bytea LANGUAGE sql IMMUTABLE AS 'SELECT sha256($1 || $2)';
CREATE OR REPLACE AGGREGATE bench_chain(bytea) (sfunc = bench_link, stype = bytea, initcond = '\\x{genesis}');
""".format(genesis="00" * 32)

DROP_CHAIN = "DROP AGGREGATE bench_chain(bytea); DROP FUNCTION bench_link(bytea, bytea)"

_RECORD = """
'{"account_id":' || COALESCE(s.by_id::text, 'null') || ',"acted_as":"' || s.acted_as || '","actor_name":"' || s.by_name
 || '","at":"' || to_char(s.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '","body_id":' || s.body_id
 || ',"data":' || s.data || ',"dest":"' || s.dest || '","on_behalf_of":null,"person_id":' || COALESCE(s.by_id::text, 'null')
 || ',"reason":"","seq":' || s.seq || ',"source":"' || s.source || '","subject":"' || s.subject || '","subject_id":'
 || s.subject_id || ',"trigger":"' || s.trigger || '"}'
"""


def lines_sql(lines: Sequence[Line]) -> str:
    """The lines as a relation: seq, trigger, source, dest, who, day, data."""
    rows = ", ".join(
        f"({seq}, '{one.trigger}', '{one.source}', '{one.dest}', '{one.who}', {one.day}, '{one.data}')"
        for seq, one in enumerate(lines, 1)
    )
    return f"(VALUES {rows}) AS line(seq, trigger, source, dest, who, day, data)"


def history_sql(subject: str, lines: Sequence[Line], subjects: str) -> str:
    """An INSERT of the histories of `subjects`: a SELECT of party's columns, `subject_id`, `progress` (lines) and `base`."""
    parties = [name for name in KEYS if name != "system"]
    ids = " ".join(f"WHEN '{name}' THEN x.{name}_id" for name in parties)
    keys = " ".join(f"WHEN '{name}' THEN {key.format('x')}" for name, key in KEYS.items())
    return f"""
INSERT INTO history (body_id, subject, subject_id, seq, trigger, source, dest, at, account_id, person_id, actor_name,
                     acted_as, reason, data, hash)
SELECT s.body_id, s.subject, s.subject_id, s.seq, s.trigger, s.source, s.dest, s.at, s.by_id, s.by_id, s.by_name, s.acted_as,
       '', s.data::jsonb, bench_chain(convert_to({_RECORD}, 'UTF8')) OVER (PARTITION BY s.subject_id ORDER BY s.seq)
  FROM (SELECT x.body_id, '{subject}' AS subject, x.subject_id, line.seq, line.trigger, line.source, line.dest, line.data,
               x.base + line.day * interval '1 day' AS at, COALESCE(n.name, '系统') AS by_name, who.id AS by_id,
               CASE line.who {keys} END AS acted_as
          FROM ({subjects}) x JOIN {lines_sql(lines)} ON line.seq <= x.progress
         CROSS JOIN LATERAL (SELECT CASE line.who {ids} END AS id) who
          LEFT JOIN party n ON n.person_id = who.id) s
 ORDER BY s.body_id, s.subject_id, s.seq
"""
