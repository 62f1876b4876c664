"""The GraphQL API: types, one file a mutation, loaders, error mapping, the ASGI app."""
