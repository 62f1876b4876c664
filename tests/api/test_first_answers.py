"""What a newcomer asks first."""

from support.api import Api


async def test_viewer(api: Api) -> None:
    data = await api.ask("a_clerk", "{ viewer { me { name unit { name } } body { name } roles { role roleLabel unit { name } } } }")
    assert data["viewer"]["me"] == {"name": "a_clerk", "unit": {"name": "刑警大队"}}
    assert data["viewer"]["roles"] == [
        {"role": "UNIT_CLERK", "roleLabel": "单位经办人", "unit": {"name": "刑警大队"}}
    ]


async def test_pending_tasks(api: Api) -> None:
    data = await api.ask(
        "a1",
        """{ viewer { pendingTasks { totalCount edges { cursor node {
             id kind kindLabel subject subjectId dueAt overdue availableActions { trigger label labelEn }
             assessment { stage stageLabel person { name } cycle { title } } } } } } }""",
    )
    tasks = data["viewer"]["pendingTasks"]
    assert tasks["totalCount"] == 1
    assert tasks["edges"][0]["node"]["availableActions"][0]["trigger"] == "submit_summary"
