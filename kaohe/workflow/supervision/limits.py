"""How long the texts of supervision may be, in characters."""

LOOKED_AT = 500
TEXT = 2000
REASON = 500
