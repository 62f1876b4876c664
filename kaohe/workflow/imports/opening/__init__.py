"""Opening balances of places (期初名额): what a body used before it came here in mid-year (S3-23, §3)."""

from kaohe.workflow.imports.opening.prepare import prepare_opening

__all__ = ["prepare_opening"]
