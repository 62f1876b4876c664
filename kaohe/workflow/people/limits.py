"""How long the texts about an organisation may be, in characters: the same for a form and for an imported file."""

UNIT_KEY = 64
UNIT_NAME = 100
NUMBER = 32
PERSON_NAME = 50
POST = 100
RANK = 50
WORK_IN_CHARGE = 200
MANAGEMENT = 32
POST_CATEGORY = 50
APPROVAL = 200
RELATION = 50
NOTE = 500
LOGIN = 64
KEY = 64
