"""Every mutation by every kind of caller: who may is answered, who may not is refused, and nothing is changed."""

from typing import Any

import pytest
from support.api import Api
from support.callers import CALLERS, STRANGERS
from support.mutations import SAMPLES, those_who_may

from kaohe.graphql.mutation import MUTATIONS
from kaohe.workflow.domain.charts import Who

#: What somebody meets who may not: it is not his, or it does not exist for him.
KEPT_OUT = {"NOT_ALLOWED", "NOT_FOUND", "OWN_CASE", "RELATIVE"}

#: What names nothing of the body: another body's office does it in its own house.
AT_HOME = {
    "changePassword",
    "checkPolicy",
    "clearCalendarDay",
    "createCycle",
    "importFile",
    "publishPolicy",
    "setCalendarDay",
    "signOut",
}


def test_every_mutation_has_a_sample() -> None:
    assert set(SAMPLES) == set(MUTATIONS)


@pytest.mark.parametrize("who", [*CALLERS, *STRANGERS])
@pytest.mark.parametrize("name", SAMPLES)
async def test_permission(api_at: Any, name: str, who: str | None) -> None:
    sample = SAMPLES[name]
    api: Api = await api_at(sample.point)
    given = await sample.make(api)
    with api.rehearsing():
        codes = set(await api.codes(who, name, **given))
    if MUTATIONS[name].anonymous:
        assert codes == set(sample.refused)
    elif who is None:
        assert codes == {"NOT_SIGNED_IN"}
    elif who in those_who_may(name):
        assert codes <= set(sample.refused)
    elif name in AT_HOME and who in STRANGERS:
        assert codes <= {*sample.refused, "IMPORT_INVALID"}
    else:
        assert codes & KEPT_OUT, codes


@pytest.mark.parametrize("name", SAMPLES)
async def test_refused_changes_nothing(api_at: Any, name: str) -> None:
    """Those who may not, one after the other, and then the database is what it was before."""
    sample = SAMPLES[name]
    api: Api = await api_at(sample.point)
    given = await sample.make(api)
    outsiders = [who for who in (*CALLERS, "foreign-office") if who not in those_who_may(name)][-6:]
    if name in AT_HOME:
        outsiders.remove("foreign-office")
    if MUTATIONS[name].permission in ((Who.ANYONE,), (Who.SIGNED_IN,)) and sample.only is None:
        outsiders = [None]
    before = await api.fingerprint()
    for who in outsiders:
        assert await api.codes(who, name, **given)
    assert await api.fingerprint() == before
