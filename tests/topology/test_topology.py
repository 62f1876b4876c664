"""The deployment as its people and its operator live with it: parts of it stop, nothing is lost, nothing comes twice."""

import asyncio
import subprocess
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text
from support import compose
from support.deployed import Deployed
from support.processes import WITHIN_SECONDS, Process
from support.topology import IMAGE, KAOHE, Topology

from kaohe.workflow.accounts.passwords import hashed

pytestmark = pytest.mark.req("design: where it runs")

PASSWORD = "a password of a test"

SIGN_IN = "mutation($input: SignInInput!) { signIn(input: $input) { token errors { code } } }"
STAGE = "query($id: ID!) { node(id: $id) { ... on Assessment { stage } } }"
NOTIFICATIONS = "{ viewer { notifications(first: 50) { edges { node { kind createdAt } } } } }"

_HOLD = text("SELECT 1 FROM assessment WHERE body_id = :body AND person_id = :person FOR UPDATE")
_WAITING = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%assessment%'"


def pieces(process: Process, name: str) -> list[str]:
    return (Path("/proc") / str(process.pid) / name).read_bytes().decode().rstrip("\0").split("\0")


def test_the_processes_are_those_of_compose_yaml(topology: Topology):
    for service, started in (("api", topology.apis), ("worker", topology.workers)):
        wanted = set(compose.environment(service, {"POSTGRES_PASSWORD": "x", "KAOHE_SWEEP_SECONDS": "x"}))
        for process in started.values():
            assert pieces(process, "cmdline")[-2:] == [KAOHE, *compose.service(service)["command"]]
            assert {one.partition("=")[0] for one in pieces(process, "environ")} == wanted | {"PATH"} | set(IMAGE)
    with topology.redis.client() as redis:
        assert redis.config_get("save") == {"save": ""}
        assert redis.config_get("appendonly") == {"appendonly": "no"}


@pytest.mark.parametrize("service", ["api", "worker"])
def test_the_health_check_of_compose_yaml_passes(topology: Topology, service: str):
    process = topology.api(1) if service == "api" else topology.worker(1)
    _, program, *arguments = compose.service(service)["healthcheck"]["test"]
    python = Path(KAOHE).with_name(program)
    done = subprocess.run([python, *arguments], env=process.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


async def test_who_signs_in_at_one_api_and_acts_there_is_known_at_the_other(topology: Topology, bureau: Deployed):
    one, other = topology.api(1), topology.api(2)
    async with bureau.database.transaction() as session:
        given = {"hash": await hashed(PASSWORD), "id": bureau.world.accounts["a1"]}
        await session.execute(text("UPDATE account SET password_hash = :hash WHERE id = :id"), given)
    login = {"login": bureau.token("a1"), "password": PASSWORD}
    signed_in = (await bureau.post(one, None, SIGN_IN, input=login))["signIn"]
    assert signed_in["errors"] == []
    assert (await bureau.submit(one, "a1"))["errors"] == []
    case = await bureau.case("a1")
    assert await bureau.post(other, signed_in["token"], STAGE, id=case) == {"node": {"stage": "AGGREGATION"}}


async def test_a_reminder_that_falls_due_reaches_the_people(topology: Topology, bureau: Deployed):
    outcome = await bureau.fired(await bureau.falls_due("remind"))
    assert outcome
    await bureau.relayed()
    told = await bureau.post(topology.api(2), bureau.token("a2"), NOTIFICATIONS)
    assert any(edge["node"]["kind"].startswith("remind") for edge in told["viewer"]["notifications"]["edges"]), told


async def test_the_end_of_a_stage_moves_everybody_on_once(bureau: Deployed):
    await bureau.fired(await bureau.falls_due("expire"))
    assert await bureau.states() == {"aggregation"}
    missed = await bureau.values(
        "SELECT count(*) FROM history WHERE body_id = :body AND trigger = 'miss_summary' GROUP BY subject_id"
    )
    assert set(missed) == {1}
    await bureau.relayed()


async def test_a_worker_that_is_told_to_stop_ends_in_order_and_the_others_go_on(topology: Topology, bureau: Deployed):
    stopped = topology.worker(3)
    stopped.terminate()
    assert stopped.wait() == 0, stopped.output
    assert "Traceback" not in stopped.output
    await bureau.fired(await bureau.falls_due("expire"))


async def test_an_api_that_is_told_to_stop_first_answers_what_it_has_in_hand_and_the_other_goes_on(
    topology: Topology, bureau: Deployed
):
    stopped = topology.api(1)
    async with bureau.database.transaction() as session:  # holds the case, so that the request is under way
        await session.execute(_HOLD, {"body": bureau.world.body_id, "person": bureau.world.people["a1"]})
        asked = asyncio.create_task(bureau.submit(stopped, "a1"))
        await bureau.until(lambda: bureau.values(_WAITING))
        stopped.terminate()
        await bureau.until(lambda: _refuses(stopped.address))
        assert (await bureau.submit(topology.api(2), "a2"))["errors"] == []
    assert (await asked)["errors"] == []
    assert stopped.wait() == 0, stopped.output
    assert "Traceback" not in stopped.output


async def test_without_redis_people_go_on_and_deadlines_are_kept_and_it_may_come_back_empty(
    topology: Topology, bureau: Deployed
):
    topology.redis.kill()
    assert (await bureau.submit(topology.api(1), "a1"))["errors"] == []
    await bureau.fired(await bureau.falls_due("expire"))
    topology.redis.restart()
    assert (await bureau.submit(topology.api(2), "a2"))["errors"] == []
    await bureau.relayed()
    doubled = await bureau.values(
        "SELECT 1 FROM history WHERE body_id = :body AND subject = 'assessment' GROUP BY subject_id, trigger HAVING count(*) > 1"
    )
    assert doubled == []
    assert all(worker.alive for worker in topology.workers.values())


async def test_without_the_database_nobody_is_sent_there_and_all_heals_by_itself(topology: Topology, bureau: Deployed):
    before = topology.pids
    topology.stop_postgres()
    for api in topology.apis.values():
        await topology.answers(api, "/readyz", 503)
        assert (await _get(api.address, "/healthz")) == 200
    topology.restart_postgres()
    for api in topology.apis.values():
        await topology.answers(api, "/readyz", 200)
    await bureau.fired(await bureau.falls_due("expire"))
    assert topology.pids == before


async def _get(address: str, path: str) -> int:
    async with httpx.AsyncClient(base_url=address, timeout=WITHIN_SECONDS) as http:
        return (await http.get(path)).status_code


async def _refuses(address: str) -> bool:
    """Whether new connections are refused."""
    try:
        await _get(address, "/healthz")
    except httpx.TransportError:
        return True
    return False
