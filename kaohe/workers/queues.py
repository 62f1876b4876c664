"""The queues (队列), by kind of work."""

DEADLINES = "deadlines"
BULK = "bulk"
OUTBOX = "outbox"
NOTIFICATIONS = "notifications"
ARCHIVE = "archive"
BALLOTS = "ballots"
