#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""python-asyncio.py NAME PORT

Offers a service, and tells of all services of its type, with asyncio.
"""

import asyncio
import signal
import sys

import mpdisc

TYPE = "_example._tcp"


async def tell_roles(provider: mpdisc.Provider) -> None:
    async for event in provider:
        if event.type == "role-changed":
            print("role", event.role, flush=True)


async def tell_services() -> None:
    async for event in mpdisc.watch(TYPE):
        if event.found is None:
            print(event.type, flush=True)
        else:
            print(event.type, event.found.service.name, event.found.endpoint, flush=True)


async def main(name: str, port: int) -> None:
    async with mpdisc.Provider(mpdisc.Service(name, TYPE, port)) as provider:
        both = asyncio.gather(tell_roles(provider), tell_services())
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, both.cancel)
        try:
            await both
        except asyncio.CancelledError:
            pass


if __name__ == "__main__":
    if len(sys.argv) != 3 or not sys.argv[2].isdigit():
        sys.exit("usage: python-asyncio.py NAME PORT")
    try:
        asyncio.run(main(sys.argv[1], int(sys.argv[2])))
    except (mpdisc.Error, OSError) as error:
        sys.exit(f"python-asyncio.py: {error}")
