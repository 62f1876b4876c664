"""Cards as they are handed out (评议卡片印张): links, QR codes, and a page to print and cut that needs nothing else."""

from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

from kaohe.graphql.base import Row
from kaohe.graphql.markup import Html, escaped, fill, joined
from kaohe.workflow.cards import Issued
from kaohe.workflow.domain.calendar import day_of

#: How many cards stand on an A4 page.
_ON_A_PAGE = 8


@dataclass(frozen=True)
class Sheet:
    """The cards of one batch. `origin` is where people reach the service: `https://kaohe.example.gov.cn`."""

    issued: Issued
    origin: str

    @cached_property
    def cards(self) -> list[Row]:
        """Number, link and QR code (SVG) of each card."""
        links = [f"{self.origin}/cards/{token}" for token in self.issued.tokens]
        return [{"number": number, "link": link, "qr_code": _qr_code(link)} for number, link in enumerate(links, 1)]

    def page(self) -> str:
        """An HTML page of A4 sheets with cut marks, Chinese first."""
        cards = [self._card(row) for row in self.cards]
        pages = [joined(cards[at : at + _ON_A_PAGE]) for at in range(0, len(cards), _ON_A_PAGE)]
        sections = joined(fill("sheet_page", cards=one) for one in pages)
        return fill("sheet", body=escaped(self.issued.body), unit=escaped(self.issued.unit), pages=sections)

    def _card(self, row: Row) -> Html:
        issued = self.issued
        return fill(
            "sheet_card",
            body=escaped(issued.body),
            unit=escaped(issued.unit),
            person=fill("sheet_person", name=escaped(issued.person)) if issued.person else Html(""),
            code=Html(row["qr_code"]),
            link=escaped(row["link"]),
            until=escaped(day_of(issued.valid_until).isoformat()),
            number=escaped(f"{row['number']}/{len(issued.tokens)}"),
        )


def _qr_code(link: str) -> str:
    """An SVG that scales, with its quiet zone; level M still reads where a sixth of it is dirty."""
    import segno  # few processes ever issue cards

    picture = BytesIO()
    segno.make_qr(link, error="m").save(
        picture,
        kind="svg",
        xmldecl=False,
        omitsize=True,
        border=4,
        title="二维码 QR code",
        svgclass=None,
        lineclass=None,
    )
    return picture.getvalue().decode().strip()
