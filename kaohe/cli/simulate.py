"""`kaohe simulate`: the rules on a file, without a database."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from kaohe.cli.compared import print_comparison
from kaohe.cli.input_files import give_up, read_text, report
from kaohe.policies.shipped import shipped, shipped_policy
from kaohe.workflow.domain.calendar import WorkCalendar
from kaohe.workflow.domain.comparison import NotComparableError, compare
from kaohe.workflow.domain.documents import comparison_text, results_text
from kaohe.workflow.domain.evaluate import evaluate
from kaohe.workflow.domain.facts import load_facts
from kaohe.workflow.domain.policy import Policy, load_policy
from kaohe.workflow.domain.problems import InputError


def simulate(
    policy: Annotated[
        str, typer.Argument(help="TOML 文件或内置细则代码 · a TOML file, or the key of a shipped policy")
    ],
    facts: Annotated[Path, typer.Argument(help="JSON 文件 · the facts: see `kaohe policy schema facts`")],
    against: Annotated[
        str | None, typer.Option(help="另一套细则，比较两者 · another policy: print what would change under it")
    ] = None,
    table: Annotated[bool, typer.Option("--table", help="以表格打印比较结果 · print the comparison as tables")] = False,
) -> None:
    """测算 · Evaluate facts by a policy and print the results as JSON: scores with breakdown, grades, places.

    The facts hold cycles in order of time, {"cycles": [{"period": "2026Q1", ...}]}, with people, or with bare counts
    of units, {"units": [{"key": "a", "participants": 12, "used": 4}]} ("used" null: all that is offered); questions
    about working days, {"workdays": [{"event": "2026-02-12", "workdays": 5}]}; about scores by several people,
    {"three_sixty": [{"scores": {"leader": [90], "peer": [80, 85]}}]}; and about ballots,
    {"ballot": [{"headcount": 8, "scores": [91, 75, 60]}]}. An expected "score" or "accepted" is compared: "agrees".

    An archive's facts.json is such a file. With --against the cycles' people are compared: docs/what-if.md.
    """
    if table and against is None:
        give_up("--table 须与 --against 同用 · --table needs --against")
    try:
        rules = _policy(policy)
        document = load_facts(read_text(facts), rules, str(facts))
        if against is None:
            typer.echo(results_text(evaluate(rules, document, WorkCalendar())), nl=False)
            return
        comparison = compare(rules, _policy(against), document, WorkCalendar())
    except NotComparableError as error:
        give_up("\n".join(f"{facts}: {against}: {problem}" for problem in error.problems))
    except InputError as error:
        report(error)
    if table:
        print_comparison(comparison, Console())
    else:
        typer.echo(comparison_text(comparison), nl=False)


def _policy(named: str) -> Policy:
    path = Path(named)
    if path.is_file():
        return load_policy(read_text(path), named)
    if named in shipped():
        return shipped_policy(named)
    give_up(f"{named}: 没有这个文件或内置细则 · neither a file nor a shipped policy ({', '.join(shipped())})")
