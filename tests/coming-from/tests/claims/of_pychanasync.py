"""What the guide's page says of pychanasync."""

import asyncio

from pychanasync import Channel, ChannelClosed, ChannelError, chanselect
from pychanasync.errors import ChannelEmpty, ChannelFull


def raises(error, what):
    try:
        what()
    except error:
        return True
    return False


async def names():
    ch = Channel(bound=1)
    ch.push_nowait(1)
    assert raises(ChannelFull, lambda: ch.push_nowait(2))
    assert (ch.csize(), ch.empty(), ch.full()) == (1, False, True)
    assert ch.pull_nowait() == 1
    assert raises(ChannelEmpty, ch.pull_nowait)

    ch = Channel()
    assert raises(ChannelError, lambda: ch.push_nowait(1))
    assert raises(ChannelError, ch.pull_nowait)
    assert ch.csize() is None
    assert raises(AttributeError, ch.empty)


async def close():
    async with Channel(bound=1) as ch:
        await ch.push(1)
    assert ch.closed
    for operation in ch.pull(), ch.push(2):
        try:
            await operation
        except ChannelClosed:
            continue
        raise AssertionError("not refused")
    ch.close()

    ch = Channel()
    waiting = asyncio.create_task(ch.push(1))
    await asyncio.sleep(0)
    ch.close()
    assert raises(asyncio.InvalidStateError, ch.close)
    assert raises(ChannelClosed, (await asyncio.wait([waiting]))[0].pop().result)


async def cancelled_pull():
    ch = Channel(bound=1)
    pull = asyncio.create_task(ch.pull())
    await asyncio.sleep(0)
    pull.cancel()
    await ch.push(1)
    assert ch.csize() == 0


async def bound_0():
    ch = Channel(bound=0)
    push = asyncio.create_task(ch.push(1))
    await asyncio.sleep(0)
    pull = asyncio.create_task(ch.pull())
    assert not (await asyncio.wait([push, pull], timeout=0.01))[0]


async def several_ready():
    a, b = Channel(bound=1), Channel(bound=1)
    await a.push(1)
    await chanselect((a, a.pull()), (b, b.push(2)))
    assert (a.csize(), b.csize()) == (0, 1)


async def limit():
    ch = Channel(bound=1)
    try:
        await asyncio.wait_for(chanselect((ch, ch.pull())), 0.01)
    except asyncio.TimeoutError:
        pass
    await ch.push(1)
    await asyncio.sleep(0)
    assert ch.csize() == 0  # it was still running


for claim in names, close, cancelled_pull, bound_0, several_ready, limit:
    asyncio.run(claim())
