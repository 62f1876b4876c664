"""The shipped schemes (实施细则), one TOML file each."""
