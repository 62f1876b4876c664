"""One transition by Django and django-fsm-2."""
