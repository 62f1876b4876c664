"""The API guide names what the API has."""

from pathlib import Path

from kaohe.workflow.domain.refusals import Code

GUIDE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


def test_every_refusal_code_is_in_the_guide() -> None:
    assert [code.name for code in Code if f"`{code.name}`" not in GUIDE] == []
