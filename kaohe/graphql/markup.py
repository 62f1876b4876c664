"""HTML pages of our own: templates in `templates/`, filled with nothing but what is escaped."""

from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path
from string import Template

_FOLDER = Path(__file__).parent / "templates"


class Html(str):
    """Text that is HTML already: made by `escaped`, `fill` and `joined`."""

    __slots__ = ()


def escaped(value: str) -> Html:
    """A text as it stands in a page or within an attribute's quotes, whatever is in it."""
    return Html(escape(value, quote=True))


def joined(parts: Iterable[Html]) -> Html:
    """Pieces of HTML, one after the other."""
    return Html("".join(parts))


def fill(template: str, **values: Html) -> Html:
    """`templates/<template>.html` with its `$names` filled. TypeError for a plain text, KeyError for a name left out."""
    for name, value in values.items():
        if not isinstance(value, Html):
            raise TypeError(f"{template}: {name} is not escaped")
    return Html(_template(template).substitute(values))


@cache
def _template(name: str) -> Template:
    return Template((_FOLDER / f"{name}.html").read_text(encoding="utf-8"))
