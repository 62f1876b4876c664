"""Every link from one page to another leads somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)


def _pages() -> list[str]:
    """The Markdown files that are ours: those at the top and the documentation."""
    return sorted(str(path.relative_to(PROJECT)) for at in ("*.md", "docs/**/*.md") for path in PROJECT.glob(at))


def _anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, made as the renderers of Git hosts make them."""
    headings = _HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _broken(page: Path) -> Iterator[str]:
    for link in _LINK.findall(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path) if path else page
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            yield link


@pytest.mark.parametrize("page", _pages())
def test_every_link_resolves(page: str) -> None:
    assert list(_broken(PROJECT / page)) == []


def test_every_decision_is_in_the_index() -> None:
    folder = PROJECT / "docs" / "adr"
    index = (folder / "README.md").read_text(encoding="utf-8")
    assert [one.name for one in sorted(folder.glob("[0-9]*.md")) if f"({one.name})" not in index] == []


def test_every_page_can_be_reached_from_both_readmes() -> None:
    pages = [f"docs/{path.name}" for path in (PROJECT / "docs").glob("*.md")]
    for readme in ("README.md", "README.zh-CN.md"):
        text = (PROJECT / readme).read_text(encoding="utf-8")
        assert [one for one in sorted(pages) if f"({one})" not in text] == [], readme
