"""`kaohe policy`: check a policy file, print the JSON Schemas and the reference."""

from pathlib import Path
from typing import Annotated

import typer

from kaohe.cli.input_files import read_text, report
from kaohe.workflow.domain.documents import Document, schema_text
from kaohe.workflow.domain.policy import PolicyError, load_policy
from kaohe.workflow.domain.policy.reference import policy_reference

policy_app = typer.Typer(no_args_is_help=True)


@policy_app.callback()
def policy() -> None:
    """实施细则 · Policy files: check, schema, reference."""


@policy_app.command()
def check(file: Annotated[Path, typer.Argument(help="TOML 文件 · the TOML file")]) -> None:
    """检查一份实施细则 · Check a policy file; every problem is named with its line and field."""
    try:
        found = load_policy(read_text(file), str(file))
    except PolicyError as error:
        report(error)
    typer.echo(f"{file}: OK · {found.name} ({found.key} {found.version}, from {found.effective_from})")


@policy_app.command()
def schema(
    document: Annotated[Document, typer.Argument(help="policy, facts, results 或 comparison")] = Document.POLICY,
) -> None:
    """打印 JSON Schema · Print the JSON Schema of policies, or of what `kaohe simulate` reads and prints."""
    typer.echo(schema_text(document), nl=False)


@policy_app.command()
def reference() -> None:
    """打印字段说明 · Print the policy reference (docs/policy-reference.md)."""
    typer.echo(policy_reference(), nl=False)
