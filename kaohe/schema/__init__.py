"""The database: tables, migrations, sessions, and the embedded server. Imports nothing of ours but the configuration."""
