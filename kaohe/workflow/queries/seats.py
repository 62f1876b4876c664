"""What lies under several keys (待办、通知): one index range for each key that the viewer holds or that is lent to him, each no
longer than a page, merged."""

from functools import lru_cache

from sqlalchemy import TextClause, text

from kaohe.workflow.queries.reading import COUNT_LIMIT, STATEMENTS, View

#: `:seats`: each key once, with the kinds that are lent with it (none: all), and whose it is where only one lends it.
_SEATS = "jsonb_to_recordset(CAST(:seats AS jsonb)) AS k(key text, kinds text[], principal bigint)"

#: A condition on `alias`: it lies under the key, and is of a kind that was lent with it.
UNDER = "{0}.body_id = :viewer_body AND {0}.assignee_key = k.key AND (k.kinds IS NULL OR {0}.kind = ANY(k.kinds))"


@lru_cache(maxsize=STATEMENTS)
def page_under_keys(view: View, conditions: tuple[str, ...], room: int) -> TextClause:
    """The first rows under any key `k.key`, at most `room` of them."""
    alias, where = view.id.partition(".")[0], " AND ".join(conditions)
    return text(f"""
SELECT {view.placed} FROM {_SEATS}
 CROSS JOIN LATERAL (
   SELECT {alias}.* FROM {view.source} WHERE {where} ORDER BY {view.ordered} LIMIT {room}) {alias}
 ORDER BY {view.ordered} LIMIT {room}""")


@lru_cache(maxsize=STATEMENTS)
def count_under_keys(view: View, conditions: tuple[str, ...]) -> TextClause:
    """How many there are, up to `COUNT_LIMIT`."""
    where = " AND ".join(conditions)
    return text(f"SELECT count(*) FROM (SELECT 1 FROM {_SEATS} JOIN {view.source} ON {where} LIMIT {COUNT_LIMIT}) few")
