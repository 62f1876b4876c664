"""Read models (查询): plain rows for lists and details, one statement a level, each within what the viewer may see."""
