"""The words for every field and argument of the API: by name, or by `Type.name` where a name means something else there.

They stand in alphabetical volumes, by the name and then by the type. A field's words also serve its label: `kindLabel`
needs no entry beside `kind`.
"""

from collections.abc import Mapping

from kaohe.graphql.glossary import a_to_d, e_to_l, m_to_r, s_to_z

Words = tuple[str, str]


def joined(*volumes: Mapping[str, Words]) -> dict[str, Words]:
    """All volumes as one. ValueError for keys that stand in two."""
    words: dict[str, Words] = {}
    for volume in volumes:
        if twice := words.keys() & volume.keys():
            raise ValueError(f"twice in the glossary: {', '.join(sorted(twice))}")
        words |= volume
    return words


WORDS = joined(a_to_d.WORDS, e_to_l.WORDS, m_to_r.WORDS, s_to_z.WORDS)
