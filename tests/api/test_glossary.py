"""The glossary's volumes are in order, so that whoever looks for a word finds it, and no word stands in two."""

from types import ModuleType

import pytest

from kaohe.graphql.glossary import WORDS, a_to_d, e_to_l, joined, m_to_r, s_to_z

VOLUMES = (a_to_d, e_to_l, m_to_r, s_to_z)


def place(key: str) -> tuple[str, str]:
    owner, _, name = key.rpartition(".")
    return name.lower(), owner.lower()


@pytest.mark.parametrize("volume", VOLUMES)
def test_a_volume_is_in_order_and_holds_its_letters_alone(volume: ModuleType) -> None:
    keys = list(volume.WORDS)
    assert keys == sorted(keys, key=place)
    first, last = volume.__name__.rpartition(".")[2].split("_to_")
    assert all(first <= place(key)[0][0] <= last for key in keys)


def test_they_make_up_the_whole() -> None:
    assert len(WORDS) == sum(len(volume.WORDS) for volume in VOLUMES)


def test_a_key_that_stands_in_two_is_refused() -> None:
    with pytest.raises(ValueError, match=r"twice in the glossary: Cycle\.kind"):
        joined({"Cycle.kind": ("种类", "the kind")}, {"kind": ("", "")}, {"Cycle.kind": ("类别", "the kind")})
