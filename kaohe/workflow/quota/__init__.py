"""The ledger of places for the limited grade (“好”等次名额)."""
