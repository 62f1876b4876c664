"""The charts as pictures (Mermaid), for docs/concepts.md: drawn from the tables, so that they cannot lie."""

from collections import defaultdict

from kaohe.workflow.domain.charts import CHARTS, WHO_LABELS, WHO_LABELS_EN, Chart, Who
from kaohe.workflow.domain.charts.labels import state_label

#: Drawn once as a note: an edge out of nearly every state hides the others.
_EVERYWHERE = frozenset({"cancel", "skip_stage", "reassign", "exclude"})

_INTRODUCTION = (
    "Drawn from `kaohe/workflow/domain/charts` by `kaohe charts`; a test holds this page to the code. "
    "`cancel`, `skip_stage`, `reassign` and `exclude` leave nearly every state and stand only in the tables."
)


def state_diagram(chart: Chart) -> str:
    """One chart as a Mermaid state diagram, with the Chinese words beside the names."""
    lines = ["stateDiagram-v2"]
    for state in chart.states:
        words, _ = state_label(state)
        lines.append(f"    {state}: {state} {words}")
    lines.append(f"    [*] --> {chart.initial}")
    edges: dict[tuple[str, str], list[str]] = defaultdict(list)
    for move in chart.moves:
        if move.trigger not in _EVERYWHERE:
            edges[str(move.source), str(move.dest)].append(move.trigger)
    for (source, dest), triggers in edges.items():
        lines.append(f"    {source} --> {dest}: {', '.join(triggers)}")
    lines.extend(f"    {end} --> [*]" for end in chart.states if end in chart.ends)
    return "\n".join(lines)


def trigger_table(chart: Chart) -> str:
    """The triggers of one chart as a Markdown table: name, words, who."""
    lines = ["| trigger | 中文 | English | 谁办理 · who |", "|---|---|---|---|"]
    for rule in chart.rules.values():
        who = [one for one in Who if one in rule.who]
        people = "、".join(WHO_LABELS[one] for one in who) + " · " + ", ".join(WHO_LABELS_EN[one] for one in who)
        lines.append(f"| `{rule.name}` | {rule.label} | {rule.label_en} | {people} |")
    return "\n".join(lines)


def charts_page() -> str:
    """All charts: docs/charts.md."""
    titles = {
        "assessment": "Assessment 考核个案",
        "cycle": "Cycle 考核周期",
        "unit_list": "Unit list 结果登记表",
        "objection": "Objection 异议",
        "ballot_box": "Ballot box 票箱",
        "finding": "Finding 发现的情况",
    }
    parts = [
        "# Charts 状态图",
        _INTRODUCTION,
    ]
    for subject, chart in CHARTS.items():
        parts += [f"## {titles[subject]}", f"```mermaid\n{state_diagram(chart)}\n```", trigger_table(chart)]
    return "\n\n".join(parts) + "\n"
