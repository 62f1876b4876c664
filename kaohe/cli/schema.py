"""`kaohe schema`: the GraphQL schema, as committed in kaohe/graphql/schema.graphql."""

import typer


def schema() -> None:
    """打印 GraphQL 结构 · Print the GraphQL schema."""
    from kaohe.graphql.schema import sdl

    typer.echo(sdl(), nl=False)
