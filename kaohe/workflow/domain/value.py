"""Values: frozen dataclasses that are many."""

from typing import TYPE_CHECKING, Any

__all__ = ["value"]

if TYPE_CHECKING:
    from dataclasses import dataclass as value
else:
    from dataclasses import dataclass

    def value(*, frozen: bool, **options: Any) -> Any:
        """A dataclass that is frozen for mypy, which refuses code that changes one.

        Freezing it at run time too would make each instance in four times as long, field by field.
        """
        return dataclass(unsafe_hash=frozen, **options)
