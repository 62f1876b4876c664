"""Programs in other people's frameworks that do the same work; each runs in an environment of its own."""
