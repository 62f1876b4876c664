"""Evidence files (佐证材料): type and size checked, hashed, kept under their hash outside the database."""

from kaohe.workflow.evidence.attach import attach
from kaohe.workflow.evidence.files import EvidenceFile, read_evidence, store_evidence

__all__ = ["EvidenceFile", "attach", "read_evidence", "store_evidence"]
