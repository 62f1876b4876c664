"""What if another policy had applied to a cycle (换一套细则测算): see docs/what-if.md."""

from kaohe.workflow.what_if.ask import Asked, ask

__all__ = ["Asked", "ask"]
