"""A province's years: 100,000 people in three bodies, twelve quarters, written in bulk, and what today costs beside them.

`python -m bench.province` builds it twice in one server, with all its quarters and with today's alone, and measures
the same requests on both. docs/growth.md has what was found.
"""
