"""pychanasync on the scenarios of this benchmark."""

import asyncio
import statistics
import time

from pychanasync import Channel, chanselect

ROUNDS = 5


def channel(capacity):
    return Channel(bound=capacity) if capacity else Channel()


async def try_pair(n):
    c, total = channel(64), 0
    for i in range(n):
        c.push_nowait(i)
        total += c.pull_nowait()
    return total


async def await_pair(n):
    c, total = channel(64), 0
    for i in range(n):
        await c.push(i)
        total += await c.pull()
    return total


async def produce(c, numbers):
    for i in numbers:
        await c.push(i)


async def consume(c, count):
    total = 0
    for _ in range(count):
        total += await c.pull()
    return total


async def stream(producers, consumers, capacity, n):
    c = channel(capacity)
    share = n // producers
    sending = [produce(c, range(p * share, (p + 1) * share)) for p in range(producers)]
    receiving = [consume(c, n // consumers) for _ in range(consumers)]
    results = await asyncio.gather(*sending, *receiving)
    return sum(results[producers:])


async def round_trip(capacity, n):
    there, back = channel(capacity), channel(capacity)

    async def echo():
        for _ in range(n):
            await back.push(await there.pull())

    async def call():
        total = 0
        for i in range(n):
            await there.push(i)
            total += await back.pull()
        return total

    return (await asyncio.gather(call(), echo()))[0]


async def select2(capacity, n):
    a, b = channel(capacity), channel(capacity)
    tasks = [asyncio.ensure_future(produce(a, range(n // 2))), asyncio.ensure_future(produce(b, range(n // 2, n)))]
    total, left = 0, {a: n // 2, b: n // 2}
    while len(left) == 2:
        which, value = await chanselect((a, a.pull()), (b, b.pull()))
        total += value
        left[which] -= 1
        if not left[which]:
            del left[which]
    for c, count in left.items():
        total += await consume(c, count)
    await asyncio.gather(*tasks)
    return total


async def create(n):
    for _ in range(n):
        channel(1)
    return n * (n - 1) // 2


SCENARIOS = [("try pair", try_pair), ("await pair", await_pair)]
SCENARIOS += [(f"1to1 cap{c}", lambda n, c=c: stream(1, 1, c, n)) for c in (0, 1, 64, 1024)]
SCENARIOS += [(f"16to{k} cap{c}", lambda n, c=c, k=k: stream(16, k, c, n)) for k in (1, 16) for c in (0, 1, 64)]
SCENARIOS += [(f"roundtrip cap{c}", lambda n, c=c: round_trip(c, n)) for c in (0, 1)]
SCENARIOS += [(f"select2 cap{c}", lambda n, c=c: select2(c, n)) for c in (0, 1, 64)]
SCENARIOS += [("create", create)]


def measure(name, scenario, n=4096):
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter_ns()
        try:
            total = asyncio.run(asyncio.wait_for(scenario(n), 10))
        except (asyncio.TimeoutError, Exception) as error:  # a peer's failure is a result
            return type(error).__name__
        if total != n * (n - 1) // 2:
            return "loses values"
        times.append((time.perf_counter_ns() - start) / n)
    return f"{statistics.median(times):9.1f} ns"


for name, scenario in SCENARIOS:
    print(f"pychanasync local {name:<18} {measure(name, scenario)}")
