"""Ballots that nobody can trace (无痕化打分): what is accepted, who rates whom, how they are packed and counted."""
