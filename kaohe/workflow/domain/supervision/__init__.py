"""Rules of supervision (督导), pure: who stands above a unit, what a finding asks for, a unit's annual share."""
