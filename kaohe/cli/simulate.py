"""`kaohe simulate`: the rules on a file, without a database."""

from pathlib import Path
from typing import Annotated

import typer

from kaohe.cli.input_files import give_up, read_text, report
from kaohe.policies.shipped import shipped, shipped_policy
from kaohe.workflow.domain.calendar import WorkCalendar
from kaohe.workflow.domain.documents import results_text
from kaohe.workflow.domain.evaluate import evaluate
from kaohe.workflow.domain.facts import load_facts
from kaohe.workflow.domain.policy import Policy, load_policy
from kaohe.workflow.domain.problems import InputError


def simulate(
    policy: Annotated[
        str, typer.Argument(help="TOML 文件或内置办法代码 · a TOML file, or the key of a shipped policy")
    ],
    facts: Annotated[Path, typer.Argument(help="JSON 文件 · the facts: see `kaohe policy schema facts`")],
) -> None:
    """测算 · Evaluate facts by a policy and print the results as JSON: scores with breakdown, grades, places.

    The facts hold cycles in order of time, {"cycles": [{"period": "2026Q1", ...}]}, with people, or with bare counts
    of units, {"units": [{"key": "a", "participants": 12, "used": 4}]} ("used" null: all that is offered); questions
    about working days, {"workdays": [{"event": "2026-02-12", "workdays": 5}]}; about scores by several people,
    {"three_sixty": [{"scores": {"leader": [90], "peer": [80, 85]}}]}; and about ballots,
    {"ballot": [{"headcount": 8, "scores": [91, 75, 60]}]}. An expected "score" or "accepted" is compared: "agrees".
    """
    try:
        rules = _policy(policy)
        results = evaluate(rules, load_facts(read_text(facts), rules, str(facts)), WorkCalendar())
    except InputError as error:
        report(error)
    typer.echo(results_text(results), nl=False)


def _policy(named: str) -> Policy:
    path = Path(named)
    if path.is_file():
        return load_policy(read_text(path), named)
    if named in shipped():
        return shipped_policy(named)
    give_up(f"{named}: 没有这个文件或内置办法 · neither a file nor a shipped policy ({', '.join(shipped())})")
