"""Reading a page as a browser would, far enough for tests."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

#: Attributes that make a browser fetch or go somewhere.
_GOING = {"src", "href", "action", "data", "formaction", "poster", "srcset", "background", "ping"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Page(HTMLParser):
    """The elements of a page in order, with the text within each."""

    html: str
    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[Element] = []
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in ("input", "meta", "br", "path"):
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if any(one.tag == tag for one in self._open):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, tag: str) -> list[Element]:
        return [one for one in self.elements if one.tag == tag]

    @property
    def text(self) -> str:
        return self.all("body")[0].text

    @property
    def goes_to(self) -> list[str]:
        return [value for one in self.elements for name, value in one.attributes.items() if name in _GOING]
