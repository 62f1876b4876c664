"""Hints come over a connection of their own: one that dies in the middle of a word must not stop the pacemaker."""

import asyncio
from typing import Any

import asyncpg
import pytest
from cut_off.line import Line

from kaohe.workers import hints
from kaohe.workers.hints import Hints


async def test_a_black_hole_between_connecting_and_listening_hangs_nobody(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    connect = asyncpg.connect

    async def connected_for_the_last_time(*args: Any, **options: Any) -> Any:
        made.append(await connect(*args, **options))
        await asyncio.to_thread(line.swallow)
        return made[-1]

    monkeypatch.setattr(hints, "_ANSWER_SECONDS", 0.5)
    monkeypatch.setattr(asyncpg, "connect", connected_for_the_last_time)
    heard = asyncio.Event()
    listening = Hints(line.url, heard.set)
    async with asyncio.timeout(10):
        await listening.listen()
    assert made[0].is_closed()
    line.heal()
    monkeypatch.setattr(asyncpg, "connect", connect)
    await listening.listen()
    speaker = await connect(line.url.replace("+asyncpg", ""))
    await speaker.execute(f"NOTIFY {hints.HINT}")
    async with asyncio.timeout(10):
        await heard.wait()
    await speaker.close()
    await listening.close()
