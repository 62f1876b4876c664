"""Which statement goes by which index, and its plan over many rows: what docs/indexes.md is made of."""
