"""When a case has its score, so that what counts in it stands."""

from kaohe.workflow.domain.charts import Stage


def is_settled(state: str, outcome: str | None) -> bool:
    """Whether the case is aggregated; one taken out of the cycle comes back as it was. Returned cases are open again."""
    stage = Stage(state)
    if stage is Stage.EXCLUDED:
        return outcome is not None
    return Stage.AGGREGATION.position < stage.position <= Stage.ARCHIVED.position
