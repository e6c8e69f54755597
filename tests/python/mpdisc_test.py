#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tests of contrib/python/mpdisc.py, with providers in this process.

They need the discovery port of their host for themselves.
"""

import asyncio
import os
import tempfile
import unittest

import mpdisc

TYPE = "_test._tcp"
WEB = mpdisc.Service("Küche", TYPE, 80, {"path": "/admin", "empty": "", "flag": None})
KEY = bytes(range(16))


def run(coroutine):
    return asyncio.run(asyncio.wait_for(coroutine, 10))


async def has_role(provider, role):
    async for event in provider:
        if provider.role == role:
            return event


async def find_all(**options):
    return [found async for found in mpdisc.search(local_only=True, **options)]


class ModuleTest(unittest.TestCase):
    def test_finds_a_service_as_it_was_offered(self):
        async def find():
            async with mpdisc.Provider(WEB, host_name="here") as provider:
                event = await has_role(provider, "primary")
                self.assertEqual((event.type, event.role), ("role-changed", "primary"))
                (found,) = await find_all(type=TYPE, attributes=["flag", "path=/admin"])
                return found, provider.id

        found, provider_id = run(find())
        self.assertEqual(found.service, WEB)
        self.assertEqual(found.host, "here")
        self.assertEqual(found.endpoint, "127.0.0.1:80")
        self.assertEqual((found.provider, found.role), (provider_id, "primary"))

    def test_waits_without_asyncio(self):
        with mpdisc.Provider() as provider:
            self.assertEqual(next(iter(provider)).role, "primary")
            with mpdisc.search(TYPE, local_only=True, timeout_ms=10) as search:
                self.assertEqual(list(search), [])
                self.assertIn(search.outcome, ("not-found", "incomplete"))
                self.assertEqual(search.counters()["drop-malformed"], 0)

    def test_tells_each_change_of_the_services(self):
        async def watch():
            async with mpdisc.Provider(WEB) as provider, mpdisc.watch(local_only=True) as watch:
                async for event in watch:
                    port = event.found and event.found.service.port
                    events.append((event.type, port))
                    if event.type == "synced":
                        self.assertEqual([found.service for found in watch.services()], [WEB])
                        provider.update(mpdisc.Service(WEB.name, TYPE, 81))
                    elif event.type == "changed":
                        provider.remove(WEB.name, TYPE)
                    elif event.type == "removed":
                        watch.close()

        events = []
        run(watch())
        self.assertEqual(
            events, [("added", 80), ("synced", None), ("changed", 81), ("removed", 81)]
        )

    def test_lists_the_providers_of_the_host(self):
        async def query():
            async with mpdisc.Provider(WEB) as first:
                await has_role(first, "primary")
                async with mpdisc.Provider() as second:
                    await has_role(second, "secondary")
                    status = mpdisc.status()
                    providers = [provider async for provider in status]
                    self.assertEqual(status.outcome, "complete")
                    self.assertEqual([one.id for one in providers], [first.id, second.id])
                    return providers

        primary, secondary = run(query())
        self.assertEqual((primary.role, primary.services), ("primary", [WEB]))
        self.assertEqual((secondary.role, secondary.services), ("secondary", []))
        self.assertEqual(primary.process_id, os.getpid())

    def test_finds_nothing_without_the_key(self):
        async def find():
            async with mpdisc.Provider(WEB, keys=mpdisc.Keys(KEY)) as provider:
                await has_role(provider, "primary")
                self.assertEqual(await find_all(timeout_ms=100), [])
                return await find_all(keys=mpdisc.Keys(KEY))

        self.assertEqual([found.service for found in run(find())], [WEB])

    def test_reads_a_file_of_keys(self):
        with tempfile.NamedTemporaryFile() as file:
            file.write(KEY.hex().encode() + b"\nxyz\n")
            file.flush()
            keys = mpdisc.Keys()
            with self.assertRaisesRegex(mpdisc.Error, f"^{file.name}:2: "):
                keys.read_file(file.name)
            self.assertEqual(len(keys), 1)
        with self.assertRaises(FileNotFoundError):
            keys.read_file(file.name)

    def test_says_what_is_wrong(self):
        for service, text in (
            (mpdisc.Service("", TYPE, 80), "^the instance name must not be empty$"),
            (mpdisc.Service("a", "http", 80), "^http: "),
            (mpdisc.Service("a", TYPE, 65536 + 80), "^65616: the port must be 1 to 65535$"),
            (mpdisc.Service("a", TYPE, 80, {"k=": "v"}), "^k=: "),
        ):
            with self.assertRaisesRegex(mpdisc.Error, text):
                mpdisc.Provider(service)
        for service in mpdisc.Service("a\0b", TYPE, 80), mpdisc.Service("a", TYPE, 80, {"k": "\0"}):
            with self.assertRaisesRegex(ValueError, "has a NUL"):
                mpdisc.Provider(service)
        with self.assertRaisesRegex(mpdisc.Error, "^heartbeat_ms: an option has an invalid value$"):
            mpdisc.Provider(heartbeat_ms=1)
        with self.assertRaisesRegex(ValueError, "^discovery_port cannot be 70000$"):
            mpdisc.search(discovery_port=70000)

    def test_refuses_options_of_a_wrong_type(self):
        for option in (
            {"type": 5},
            {"type": b"_x._tcp"},
            {"name": 0},
            {"local_only": "no"},
            {"attributes": "color"},
            {"targets": "192.0.2.1"},
        ):
            (name,) = option
            with self.assertRaisesRegex(TypeError, f"^{name} must be a "):
                mpdisc.watch(**option)

    def test_refuses_to_use_what_is_closed(self):
        with mpdisc.Provider() as provider:
            pass
        provider.close()
        for call in (provider.process, provider.fileno, provider.next, provider.counters):
            with self.assertRaisesRegex(ValueError, "the object is closed"):
                call()
        self.assertEqual(list(provider), [])


if __name__ == "__main__":
    unittest.main()
