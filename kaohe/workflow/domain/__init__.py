"""Pure rules: no clock, no session, no randomness. Everything they need is handed to them."""
