"""What the sections of a policy share: a frozen table without unknown keys, and the kinds of number in it."""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Section(BaseModel):
    """One table of the policy file. Nothing in it can be changed once it is read, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


Flag = Annotated[bool, Field(strict=True)]
Positive = Annotated[int, Field(strict=True, ge=1)]

#: Points (分). The bound on digits keeps every sum of products within what Decimal holds exactly.
Points = Annotated[Decimal, Field(ge=0, max_digits=9, decimal_places=4)]

#: A proportion from 0 to 1 written as a decimal, "0.40".
Ratio = Annotated[Decimal, Field(ge=0, le=1, max_digits=9, decimal_places=8)]

#: A proportion from 0 to 1 that a decimal cannot always write, "1/3".
Share = Annotated[Fraction, Field(ge=0, le=1)]

#: A name by which other parts of the policy, facts and results refer to something.
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]

#: Words for a reader.
Label = Annotated[str, Field(min_length=1, max_length=200)]
