"""E-mail addresses: which are written as one, and how a log shows them."""

import pytest

from kaohe.workflow.domain.addresses import is_address, masked


@pytest.mark.parametrize("value", ["a@b", "zhang.san@psb.gov.cn", "x_y-1+tag@mail-2.test", f"{'a' * 64}@{'b' * 60}.cn"])
def test_an_address(value: str) -> None:
    assert is_address(value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "a",
        "@b",
        "a@",
        "a b@c",
        "a@b c",
        "a@@b",
        "a@b..c",
        ".a@b",
        "张三@psb.cn",
        "a@b\n",
        "a@b,c@d",
        "<a@b>",
        f"a@{'b' * 253}",
    ],
)
def test_no_address(value: str) -> None:
    assert not is_address(value)


@pytest.mark.parametrize(("value", "shown"), [("zhangsan@psb.cn", "z***@psb.cn"), ("", ""), ("a@b", "a***@b")])
def test_an_address_is_masked(value: str, shown: str) -> None:
    assert masked(value) == shown
