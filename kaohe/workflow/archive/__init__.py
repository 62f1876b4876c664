"""The archive (归档): a finished cycle is sealed, exported as one file, and verified without a database (S3-39)."""

from kaohe.workflow.archive.export import export_cycle
from kaohe.workflow.archive.seal import seal_archived, seal_cycle
from kaohe.workflow.archive.signing_key import public_key_hex, signing_key
from kaohe.workflow.archive.verify_file import verify_file

__all__ = ["export_cycle", "public_key_hex", "seal_archived", "seal_cycle", "signing_key", "verify_file"]
