"""Mutation testing of the domain rules: what is measured and how to run it stand in docs/mutation-testing.md."""
