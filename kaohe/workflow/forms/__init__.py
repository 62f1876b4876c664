"""The official forms (各类登记表、公示、会议纪要、报批函) as .xlsx, filled from an archive's documents."""

from kaohe.workflow.forms.every_form import forms_of

__all__ = ["forms_of"]
