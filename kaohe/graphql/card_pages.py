"""The pages of evaluation cards (评议卡片页面): plain HTML, no script, nothing from elsewhere; Chinese first."""

import base64
from collections.abc import Mapping, Sequence
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path

from starlette.responses import HTMLResponse

from kaohe.graphql.markup import Html, escaped, fill, joined
from kaohe.workflow.cards import Card
from kaohe.workflow.domain.cards import CardState
from kaohe.workflow.domain.policy.cards import CardItem
from kaohe.workflow.domain.refusals import Refusal

_STYLE = Html((Path(__file__).parent / "templates" / "page.css").read_text(encoding="utf-8"))
_STYLE_HASH = base64.b64encode(sha256(_STYLE.encode()).digest()).decode()

#: What every page forbids: scripts, other places, being framed, being kept, and telling the next site its address.
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}

_TITLE = ("群众评议卡片", "Evaluation card")

_CLOSED: Mapping[CardState, tuple[str, str, str, str]] = {
    CardState.USED: (
        "评价已收到",
        "Already received",
        "这张卡片已经用过，评价已收到。谢谢！",
        "This card has been used and the answer is in. Thank you.",
    ),
    CardState.VOID: (
        "卡片已作废",
        "Card withdrawn",
        "这张卡片已由单位作废，请向窗口另取一张。",
        "This card was withdrawn. Please ask at the window for another one.",
    ),
    CardState.EXPIRED: (
        "卡片已过期",
        "Card expired",
        "这张卡片已过期，或本期评议已经结束。谢谢您的关注！",
        "This card has expired, or this period's evaluation is over. Thank you for your interest.",
    ),
}


def form_page(
    card: Card, levels: Mapping[str, str] | None = None, remark: str = "", problems: Sequence[Refusal] = ()
) -> HTMLResponse:
    """The form, with what was ticked before where something was wrong with it."""
    items = joined(
        _item(card, number, item, (levels or {}).get(item.key)) for number, item in enumerate(card.rules.items)
    )
    content = fill(
        "card",
        unit=escaped(card.unit),
        person=escaped(f" · {card.person}" if card.person else ""),
        problems=_problems(problems),
        items=items,
        remark=_remark(card, remark) if card.rules.remark else Html(""),
    )
    return _page(*_TITLE, content, HTTPStatus.BAD_REQUEST if problems else HTTPStatus.OK, card.body)


def thanks_page(card: Card) -> HTMLResponse:
    """After the card was kept."""
    words = ("您的评价已收到，谢谢！可以关闭本页。", "Your answer is in. Thank you. You can close this page.")
    return _message("谢谢", "Thank you", *words, HTTPStatus.OK, card.body)


def closed_page(card: Card) -> HTMLResponse:
    """Of a card that can't be used any more: 410, with the reason."""
    return _message(*_CLOSED[card.state], HTTPStatus.GONE, card.body)


def unknown_page() -> HTMLResponse:
    """Of a link that is none of ours: 404, the same whatever is wrong with it."""
    words = (
        "没有这张卡片，请核对链接或重新扫描二维码。",
        "There is no such card. Check the link, or scan the code again.",
    )
    return _message("找不到卡片", "No such card", *words, HTTPStatus.NOT_FOUND)


def too_many_page(seconds: int) -> HTMLResponse:
    """Of an address that asks too often: 429, and when to come again."""
    words = (f"请求过于频繁，请{seconds}秒后再试。", f"Too many requests. Please try again in {seconds} seconds.")
    page = _message("请稍候", "Please wait", *words, HTTPStatus.TOO_MANY_REQUESTS)
    page.headers["Retry-After"] = str(seconds)
    return page


def broken_page(status: HTTPStatus) -> HTMLResponse:
    """Of a failure of ours: nothing was kept, and the card can be sent again."""
    words = (
        "系统暂时不可用，评价没有提交，请稍后再试。",
        "Out of order for the moment. Nothing was sent: please try again later.",
    )
    return _message("请稍后再试", "Please try again later", *words, status)


def _page(title: str, title_en: str, content: Html, status: HTTPStatus, body: str = "") -> HTMLResponse:
    page = fill(
        "page",
        title=escaped(title),
        title_en=escaped(title_en),
        style=_STYLE,
        body=escaped(body),
        content=content,
    )
    return HTMLResponse(page, status, headers=HEADERS)


def _message(title: str, title_en: str, zh: str, en: str, status: HTTPStatus, body: str = "") -> HTMLResponse:
    return _page(title, title_en, fill("message", zh=escaped(zh), en=escaped(en)), status, body)


def _item(card: Card, number: int, item: CardItem, ticked: str | None) -> Html:
    levels = joined(
        fill(
            "card_level",
            id=escaped(f"item{number}-{place}"),
            name=escaped(f"item.{item.key}"),
            value=escaped(level.key),
            checked=Html(" checked" if level.key == ticked else ""),
            label=escaped(level.label),
            label_en=escaped(level.label_en),
        )
        for place, level in enumerate(card.rules.levels)
    )
    return fill("card_item", label=escaped(item.label), label_en=escaped(item.label_en), levels=levels)


def _remark(card: Card, remark: str) -> Html:
    return fill("card_remark", longest=escaped(str(card.rules.longest_remark)), text=escaped(remark))


def _problems(problems: Sequence[Refusal]) -> Html:
    lines = joined(fill("card_problem", zh=escaped(one.message), en=escaped(one.message_en)) for one in problems)
    return fill("card_problems", lines=lines) if problems else Html("")
