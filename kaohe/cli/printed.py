"""`kaohe schema` and `kaohe charts`: pages that are printed from the code and committed."""

import typer


def schema() -> None:
    """打印 GraphQL 结构 · Print the GraphQL schema (kaohe/graphql/schema.graphql)."""
    from kaohe.graphql.schema import sdl

    typer.echo(sdl(), nl=False)


def charts() -> None:
    """打印状态图 · Print the charts as Markdown with Mermaid (docs/charts.md)."""
    from kaohe.workflow.domain.charts.mermaid import charts_page

    typer.echo(charts_page(), nl=False)
