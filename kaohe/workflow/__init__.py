"""What may happen to an assessment, and how it happens: pure rules in `domain`, use cases beside it."""
