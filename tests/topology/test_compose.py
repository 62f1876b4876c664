"""compose.yaml and Dockerfile: pinned, without rights that nothing needs, and in step with the settings and the commands.

Docker itself is not asked: `test_topology.py` starts the same commands with the same variables by hand.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

import pytest
from support import compose
from support.topology import IMAGE, OPERATOR
from typer.main import get_command

from kaohe.cli import app
from kaohe.config import Settings
from kaohe.server import API_GRACE_SECONDS

pytestmark = pytest.mark.req("design: where it runs")

OURS = ("migrate", "api", "worker")
OTHERS = ("postgres", "redis")
LASTING = ("api", "worker", *OTHERS)
DOCKERFILE = (compose.PROJECT / "Dockerfile").read_text()
GUIDE = (compose.PROJECT / "docs" / "deployment.md").read_text()

#: A name, a full version, the system beneath it: never `latest`, nor a series that moves.
PINNED = re.compile(r"[a-z]+:\d+\.\d+(\.\d+)?-(slim-)?bookworm(@sha256:[0-9a-f]{64})?")


def variable(field: str) -> str:
    """The environment variable of a setting."""
    return str(Settings.model_fields[field].validation_alias or f"KAOHE_{field.upper()}")


def seconds(given: str) -> int:
    found = re.fullmatch(r"(\d+)s", given)
    assert found
    return int(found[1])


def instructions(name: str) -> list[str]:
    """What follows each instruction of this name in the Dockerfile, continued lines joined."""
    joined = DOCKERFILE.replace("\\\n", " ")
    return [line.removeprefix(name).strip() for line in joined.splitlines() if line.startswith(f"{name} ")]


def test_the_services_are_the_ones_that_the_issue_names():
    assert set(compose.document()["services"]) == {*OURS, *OTHERS}


def test_each_of_our_services_runs_the_command_of_its_name():
    known = get_command(app)
    assert json.loads(instructions("ENTRYPOINT")[0]) == ["kaohe"]
    for name in OURS:
        assert compose.service(name)["command"] == [name]
        assert name in known.list_commands(None)  # type: ignore[attr-defined, arg-type] # a group, which needs no context


def test_every_setting_can_be_given_and_nothing_else_is_passed_on():
    passed = set[str]().union(*(compose.service(name)["environment"] for name in OURS))
    assert passed == {variable(field) for field in Settings.model_fields}


@pytest.mark.parametrize("name", OURS)
def test_the_settings_accept_what_a_container_is_given(name: str, monkeypatch: pytest.MonkeyPatch):
    for field in Settings.model_fields:
        monkeypatch.delenv(variable(field), raising=False)
    for key, value in compose.environment(name, OPERATOR).items():
        monkeypatch.setenv(key, value)
    settings = Settings()
    assert settings.database_url == f"postgresql://kaohe:{OPERATOR['POSTGRES_PASSWORD']}@postgres:5432/kaohe"
    assert settings.redis_url == "redis://redis:6379/0"
    assert settings.host == "0.0.0.0"


def test_what_the_operator_sets_reaches_the_containers_and_what_he_leaves_out_does_not():
    given = OPERATOR | {"KAOHE_SWEEP_SECONDS": "5", "KAOHE_LOG_LEVEL": "debug"}
    environment = compose.environment("worker", given)
    assert (environment["KAOHE_SWEEP_SECONDS"], environment["KAOHE_LOG_LEVEL"]) == ("5", "debug")
    assert "KAOHE_POOL_SIZE" not in environment


@pytest.mark.parametrize("name", ["api", "postgres"])
def test_no_password_is_built_in(name: str):
    with pytest.raises(KeyError, match="POSTGRES_PASSWORD"):
        compose.environment(name, {})


def test_the_database_is_made_with_the_password_that_we_connect_with():
    made = compose.environment("postgres", OPERATOR)
    assert (
        f"{made['POSTGRES_USER']}:{made['POSTGRES_PASSWORD']}@postgres:5432/{made['POSTGRES_DB']}"
        in (compose.environment("api", OPERATOR)["DATABASE_URL"])
    )


def test_every_image_is_pinned():
    for name in OTHERS:
        assert PINNED.fullmatch(compose.service(name)["image"])
    arguments = dict(one.split("=") for one in instructions("ARG"))
    for base in instructions("FROM"):
        assert PINNED.fullmatch(base.replace("${PYTHON}", arguments["PYTHON"]).removesuffix(" AS build"))
    project = tomllib.loads((compose.PROJECT / "pyproject.toml").read_text())["project"]
    for name in OURS:
        assert compose.service(name)["image"] == f"kaohe:{project['version']}"
    assert f"uv_version={arguments['UV']}\n" in (compose.PROJECT / "scripts" / "bootstrap").read_text()


def test_the_image_is_made_in_stages_from_the_lock_and_its_last_stage_only_copies():
    build, final = DOCKERFILE.split("FROM ")[1:]
    assert build.count("uv sync --frozen --no-dev") == 2
    assert "COPY --from=build" in final
    assert not re.search(r"\b(pip|uv|apt-get|gcc)\b", final)


def test_nothing_runs_as_root_or_may_become_it():
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", instructions("USER")[-1])
    for name in OTHERS:
        assert compose.service(name)["user"] == name
    for name in (*OURS, *OTHERS):
        service = compose.service(name)
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["read_only"] is True


def test_only_the_api_can_be_reached_and_only_from_this_host_unless_told_otherwise():
    published = {name: compose.service(name).get("ports") for name in (*OURS, *OTHERS)}
    assert published.pop("api") == ["${KAOHE_PUBLISH:-127.0.0.1:8000}:8000"]
    assert set(published.values()) == {None}
    assert compose.document()["networks"]["data"]["internal"] is True
    for name in OTHERS:
        assert compose.service(name)["networks"] == ["data"]


@pytest.mark.parametrize("name", LASTING)
def test_what_lasts_is_checked_and_started_again(name: str):
    service = compose.service(name)
    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"][0] == "CMD"
    assert seconds(service["healthcheck"]["timeout"]) <= seconds(service["healthcheck"]["interval"])


@pytest.mark.parametrize("name", ["api", "worker"])
def test_it_starts_after_the_migration_which_runs_once_the_database_answers(name: str):
    assert compose.service(name)["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert compose.service("migrate")["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert compose.service("migrate")["restart"] == "no"


def test_neither_waits_for_a_healthy_redis():
    assert "redis" not in compose.service("api")["depends_on"]
    assert compose.service("worker")["depends_on"]["redis"] == {"condition": "service_started"}


def test_the_api_may_finish_what_it_has_begun_before_docker_kills_it():
    assert seconds(compose.service("api")["stop_grace_period"]) > API_GRACE_SECONDS


def test_api_and_worker_share_evidence_and_keys():
    for name in ("api", "worker"):
        folder = compose.environment(name, OPERATOR)["KAOHE_VAR"]
        assert compose.service(name)["volumes"] == [f"var:{folder}"]
        assert f" {folder}\n" in f"{DOCKERFILE}\n"


def test_processes_started_by_hand_have_the_image_s_variables():
    declared = dict(one.split("=", 1) for line in instructions("ENV") for one in line.split())
    assert {key: declared[key] for key in IMAGE} == IMAGE


def rows_of(page: str) -> Mapping[str, str]:
    """The table of settings: default by variable."""
    return dict(re.findall(r"^\| `([A-Z_]+)` \| (.*?) \|", page, re.MULTILINE))


def test_the_guide_has_every_setting_with_its_default():
    def words(default: Any) -> str:
        return "" if default in (None, ()) else f"`{default}`"

    assert rows_of(GUIDE) == {variable(name): words(field.default) for name, field in Settings.model_fields.items()}, (
        "docs/deployment.md"
    )
