"""pendingTasks by strawberry-graphql."""
