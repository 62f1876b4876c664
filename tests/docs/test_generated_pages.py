"""Pages that are drawn from the code stay true to it."""

from pathlib import Path

from kaohe.workflow.domain.charts.mermaid import charts_page

DOCS = Path(__file__).parents[2] / "docs"


def test_the_charts_page_is_what_the_charts_say() -> None:
    assert (DOCS / "charts.md").read_text(encoding="utf-8") == charts_page(), "run: kaohe charts > docs/charts.md"
