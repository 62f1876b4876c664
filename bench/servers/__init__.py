"""The hand-written servers that ours is measured against. They import nothing of kaohe."""
