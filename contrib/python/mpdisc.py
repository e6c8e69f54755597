# SPDX-License-Identifier: MIT
"""Offers and finds services on the local network: mpdisc for Python 3.10 or later.

    with mpdisc.search("_http._tcp") as services:
        for found in services:
            print(found.service.name, found.endpoint)

    async with mpdisc.Provider(mpdisc.Service("Kitchen", "_http._tcp", 8080)):
        async for event in mpdisc.watch("_http._tcp"):
            print(event.type, event.found)

This file needs libmpdisc.so.0 and nothing else. A Provider, a Watch, a Search and a StatusQuery
work in the same way. `for` waits for the next item, and `async for` lets asyncio do other things
meanwhile. From `async with` or `async for` on, the object does its work in the running loop of
asyncio. In another loop, wait until `fileno()` is readable, call `process()`, and take the items by
`next()` until it returns None.

At most one thread may use an object at a time. The options are those of the C API, and None stands
for the default.
"""

from __future__ import annotations

import asyncio
import ctypes
import dataclasses
import os
import select
import weakref
from collections import deque
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from ctypes import c_bool, c_char_p, c_int, c_size_t, c_uint16, c_uint32, c_uint64, c_void_p
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

__all__ = [
    "Error",
    "Found",
    "IncompleteHost",
    "Keys",
    "Provider",
    "ProviderEvent",
    "ProviderStatus",
    "Search",
    "Service",
    "StatusQuery",
    "Watch",
    "WatchEvent",
    "search",
    "status",
    "version",
    "watch",
]

Item = TypeVar("Item")
Self = TypeVar("Self", bound="_Object[Any]")


# --- What is told ---------------------------------------------------------------------------------


class Error(Exception):
    """A call failed. `code` is a mpdisc_error of mpdisc/c/base.h."""

    def __init__(self, code: int, about: str = "") -> None:
        text = _text(_library.mpdisc_error_text(code))
        super().__init__(f"{about}: {text}" if about else text)
        self.code = code


@dataclasses.dataclass(frozen=True)
class Service:
    """A service: one to offer, or one that was found. An attribute without a value is None."""

    name: str
    type: str
    port: int
    attributes: Mapping[str, str | None] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Found:
    """A service that was found. `address` is the one to use from this host."""

    service: Service
    host: str
    address: str
    endpoint: str
    addresses: Sequence[str]
    interface: str
    provider: str
    role: str
    rtt_us: int
    lifetime_s: int


@dataclasses.dataclass(frozen=True)
class WatchEvent:
    """The type is "added", "changed", "removed", or "synced", which has no service."""

    type: str
    found: Found | None


@dataclasses.dataclass(frozen=True)
class ProviderEvent:
    """The type is "role-changed" or another one of mpdisc.3, Events of a provider."""

    type: str
    role: str
    peer: str


@dataclasses.dataclass(frozen=True)
class ProviderStatus:
    """A provider of this host, as its primary knows it."""

    id: str
    role: str
    process_id: int
    age_ms: int
    last_heartbeat_ms: int
    is_deputy: bool
    services: Sequence[Service]


@dataclasses.dataclass(frozen=True)
class IncompleteHost:
    """A host that offers more services than arrived, or did not answer."""

    name: str
    address: str
    interface: str
    missing_services: int
    is_silent: bool


# --- The library ----------------------------------------------------------------------------------

_FILTER_OPTIONS = [
    ("type", c_char_p),
    ("name", c_char_p),
    ("attributes", ctypes.POINTER(c_char_p)),
    ("attribute_count", c_size_t),
    ("targets", ctypes.POINTER(c_char_p)),
    ("target_count", c_size_t),
    ("interface_name", c_char_p),
]


class _Options(ctypes.Structure):
    """Options of the C API: the defaults, with those values that are not None."""

    _name: str

    def __init__(self, **values: Any) -> None:
        super().__init__()
        init = getattr(_library, f"mpdisc_{self._name}_options_init")
        init(ctypes.byref(self), ctypes.sizeof(self))
        kinds = dict(self._fields_)
        for name, value in values.items():
            kind = kinds[name]
            # ctypes would take a number for the address of a text.
            if value is not None and kind is c_char_p and not isinstance(value, str):
                raise TypeError(f"{name} must be a str")
            if value is not None and kind is c_bool and not isinstance(value, bool):
                raise TypeError(f"{name} must be a bool")
            if kind is ctypes.POINTER(c_char_p) and isinstance(value, (str, bytes)):
                raise TypeError(f"{name} must be a sequence of str")
            if isinstance(value, Keys):
                self.keys = value.pointer
            elif isinstance(value, str):
                setattr(self, name, _bytes(value))
            elif isinstance(value, Sequence):
                texts = [_bytes(text) for text in value]
                setattr(self, name, (c_char_p * len(texts))(*texts))
                setattr(self, name.removesuffix("s") + "_count", len(texts))
            elif value is not None:
                setattr(self, name, value)
                if getattr(self, name) != value:
                    raise ValueError(f"{name} cannot be {value}")


class _ProviderOptions(_Options):
    _name = "provider"
    _fields_ = [
        ("size", c_size_t),
        ("discovery_port", c_uint16),
        ("family", c_int),
        ("interface_name", c_char_p),
        ("host_name", c_char_p),
        ("heartbeat_ms", c_uint32),
        ("lease_ms", c_uint32),
        ("allow", ctypes.POINTER(c_char_p)),
        ("allow_count", c_size_t),
        ("client_rate_kib", c_uint32),
        ("host_rate_kib", c_uint32),
        ("announce_s", c_uint32),
        ("keys", c_void_p),
    ]


class _ProbeOptions(_Options):
    _name = "probe"
    _fields_ = [
        ("size", c_size_t),
        ("discovery_port", c_uint16),
        ("family", c_int),
        ("local_only", c_bool),
        ("hosts_only", c_bool),
        *_FILTER_OPTIONS,
        ("count", c_uint32),
        ("timeout_ms", c_uint32),
        ("patience_ms", c_uint32),
        ("keys", c_void_p),
        ("source_port", c_uint16),
        ("name_pattern", c_char_p),
        ("types", ctypes.POINTER(c_char_p)),
        ("type_count", c_size_t),
    ]


class _WatchOptions(_Options):
    _name = "watch"
    _fields_ = [
        ("size", c_size_t),
        ("discovery_port", c_uint16),
        ("family", c_int),
        ("local_only", c_bool),
        *_FILTER_OPTIONS,
        ("lost_after_ms", c_uint32),
        ("patience_ms", c_uint32),
        ("keys", c_void_p),
        ("source_port", c_uint16),
        ("name_pattern", c_char_p),
        ("types", ctypes.POINTER(c_char_p)),
        ("type_count", c_size_t),
    ]


class _StatusOptions(_Options):
    _name = "status_query"
    _fields_ = [
        ("size", c_size_t),
        ("discovery_port", c_uint16),
        ("timeout_ms", c_uint32),
        ("keys", c_void_p),
    ]


# The functions of one object and without further arguments, by the type of their results.
_GETTERS = [
    (c_char_p, """service_name service_type found_host found_address found_endpoint found_interface
        incomplete_host_name incomplete_host_address incomplete_host_interface"""),
    (c_void_p, """found_service found_provider provider_id provider_event_peer provider_status_id
        provider_next_event probe_next_service probe_next_incomplete_host watch_next_event
        watch_event_found status_query_next_provider status_query_next_service"""),
    (c_int, """found_role provider_role provider_event_role provider_status_role
        provider_event_get_type watch_event_get_type probe_outcome status_query_outcome"""),
    (c_uint16, "service_port"),
    (c_uint32, """found_rtt_us found_lifetime_s incomplete_host_missing_services
        provider_status_process_id watch_service_count"""),
    (c_uint64, "provider_status_age_ms provider_status_last_heartbeat_ms"),
    (c_size_t, "service_attribute_count found_address_count keys_count"),
    (c_bool, "incomplete_host_is_silent provider_status_is_deputy watch_is_synced"),
]


def _load() -> SimpleNamespace:
    """The functions of the library that are declared here, and no others."""
    library = ctypes.CDLL("libmpdisc.so.0")
    functions = SimpleNamespace()

    def declare(result: Any, names: str, *arguments: Any) -> None:
        for name in (f"mpdisc_{name}" for name in names.split()):
            function = getattr(library, name)
            function.restype = result
            function.argtypes = arguments
            setattr(functions, name, function)

    for result, names in _GETTERS:
        declare(result, names, c_void_p)
    for kind in "provider probe watch status_query".split():
        declare(c_void_p, f"{kind}_new")
        declare(c_int, f"{kind}_open", c_void_p, c_void_p)
        declare(None, f"{kind}_free {kind}_process", c_void_p)
        declare(c_int, f"{kind}_fd {kind}_system_error", c_void_p)
        declare(c_char_p, f"{kind}_bad_option", c_void_p)
        declare(c_uint64, f"{kind}_counter", c_void_p, c_int)
        declare(None, f"{kind}_options_init", c_void_p, c_size_t)
    declare(c_char_p, "version")
    declare(c_size_t, "counter_count")
    declare(c_char_p, "error_text role_name counter_name probe_outcome_name", c_int)
    declare(c_char_p, "status_outcome_name watch_event_type_name provider_event_type_name", c_int)
    declare(c_void_p, "service_new keys_new")
    declare(None, "service_free keys_free", c_void_p)
    declare(c_int, "service_set_name service_set_type", c_void_p, c_char_p)
    declare(c_int, "service_set_port", c_void_p, c_uint32)
    declare(c_int, "service_set_attribute", c_void_p, c_char_p, c_char_p)
    declare(c_char_p, "service_attribute_key service_attribute_value", c_void_p, c_size_t)
    declare(c_char_p, "found_address_at", c_void_p, c_size_t)
    declare(c_void_p, "watch_next_service", c_void_p, c_void_p)
    declare(c_int, "provider_add provider_update provider_set_keys", c_void_p, c_void_p)
    declare(c_int, "provider_set_services", c_void_p, ctypes.POINTER(c_void_p), c_size_t)
    declare(c_int, "provider_remove", c_void_p, c_char_p, c_char_p)
    declare(c_int, "provider_set_host_name", c_void_p, c_char_p)
    declare(c_int, "keys_add", c_void_p, c_char_p, c_size_t)
    declare(c_int, "keys_read_file", c_void_p, c_char_p, c_void_p, c_void_p)
    return functions


_library = _load()


def version() -> str:
    """The version of the library."""
    return _text(_library.mpdisc_version())


# --- Between Python and C -------------------------------------------------------------------------


def _text(value: bytes | None) -> str:
    return (value or b"").decode()


def _bytes(text: str) -> bytes:
    if "\0" in text:
        raise ValueError(f"{text!r} has a NUL, which would end it")
    return text.encode()


def _role(role: int) -> str:
    return _text(_library.mpdisc_role_name(role))


def _id(pointer: int) -> str:
    return ctypes.string_at(pointer, 16).hex()


def _expect(code: int, about: str = "") -> None:
    if code != 0:
        raise Error(code, about)


def _expect_memory(pointer: int | None) -> int:
    if pointer is None:
        raise MemoryError
    return pointer


def _read_service(pointer: int) -> Service:
    attributes: dict[str, str | None] = {}
    for n in range(_library.mpdisc_service_attribute_count(pointer)):
        value = _library.mpdisc_service_attribute_value(pointer, n)
        key = _text(_library.mpdisc_service_attribute_key(pointer, n))
        attributes[key] = None if value is None else _text(value)
    return Service(
        _text(_library.mpdisc_service_name(pointer)),
        _text(_library.mpdisc_service_type(pointer)),
        _library.mpdisc_service_port(pointer),
        attributes,
    )


def _read_found(pointer: int) -> Found:
    count = _library.mpdisc_found_address_count(pointer)
    return Found(
        service=_read_service(_library.mpdisc_found_service(pointer)),
        host=_text(_library.mpdisc_found_host(pointer)),
        address=_text(_library.mpdisc_found_address(pointer)),
        endpoint=_text(_library.mpdisc_found_endpoint(pointer)),
        addresses=[_text(_library.mpdisc_found_address_at(pointer, n)) for n in range(count)],
        interface=_text(_library.mpdisc_found_interface(pointer)),
        provider=_id(_library.mpdisc_found_provider(pointer)),
        role=_role(_library.mpdisc_found_role(pointer)),
        rtt_us=_library.mpdisc_found_rtt_us(pointer),
        lifetime_s=_library.mpdisc_found_lifetime_s(pointer),
    )


class _CService:
    """A mpdisc_service, which functions of the library take."""

    def __init__(self, service: Service) -> None:
        self.pointer = self._as_parameter_ = _expect_memory(_library.mpdisc_service_new())
        weakref.finalize(self, _library.mpdisc_service_free, self.pointer)
        port = service.port if 0 <= service.port <= 0xFFFF else 0
        _expect(_library.mpdisc_service_set_name(self.pointer, _bytes(service.name)), service.name)
        _expect(_library.mpdisc_service_set_type(self.pointer, _bytes(service.type)), service.type)
        _expect(_library.mpdisc_service_set_port(self.pointer, port), str(service.port))
        for key, value in service.attributes.items():
            c_value = None if value is None else _bytes(value)
            code = _library.mpdisc_service_set_attribute(self.pointer, _bytes(key), c_value)
            _expect(code, key)


class Keys:
    """The keys that the providers and clients of a network share (mpdisc.7, KEYS)."""

    def __init__(self, *keys: bytes) -> None:
        self.pointer = self._as_parameter_ = _expect_memory(_library.mpdisc_keys_new())
        weakref.finalize(self, _library.mpdisc_keys_free, self.pointer)
        for key in keys:
            _expect(_library.mpdisc_keys_add(self.pointer, key, len(key)))

    def read_file(self, path: str) -> None:
        """Adds the keys of a file, which must be closed to other users."""
        line, system_error = c_size_t(), c_int()
        code = _library.mpdisc_keys_read_file(
            self.pointer, os.fsencode(path), ctypes.byref(line), ctypes.byref(system_error)
        )
        if system_error.value != 0:
            raise OSError(system_error.value, os.strerror(system_error.value), path)
        _expect(code, f"{path}:{line.value}" if line.value else path)

    def __len__(self) -> int:
        return int(_library.mpdisc_keys_count(self.pointer))


# --- The objects ----------------------------------------------------------------------------------


class _Object(Generic[Item]):
    """What all objects have in common. They are open from the start until close()."""

    _kind: str

    def __init__(self, options: _Options) -> None:
        self._handle = _expect_memory(getattr(_library, f"mpdisc_{self._kind}_new")())
        free = getattr(_library, f"mpdisc_{self._kind}_free")
        self._free = weakref.finalize(self, free, self._handle)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._has_news = asyncio.Event()
        code = self._call("open", ctypes.byref(options))
        if code != 0:
            about = self._reason()
            self.close()
            raise Error(code, about)

    def _call(self, name: str, *arguments: Any) -> Any:
        if not self._free.alive:
            raise ValueError("the object is closed")
        return getattr(_library, f"mpdisc_{self._kind}_{name}")(self._handle, *arguments)

    def _each(self, name: str, *arguments: Any) -> Iterator[int]:
        """Calls this function until it returns no more pointers."""
        while (pointer := self._call(name, *arguments)) is not None:
            yield pointer

    def _reason(self) -> str:
        number = self._call("system_error")
        return os.strerror(number) if number else _text(self._call("bad_option"))

    def fileno(self) -> int:
        """A descriptor that is readable while process() has work. Do not read from it."""
        descriptor: int = self._call("fd")
        if descriptor < 0:
            raise OSError("no more descriptors")
        return descriptor

    def process(self) -> None:
        """Does the work that is due. It never blocks."""
        self._call("process")

    def next(self) -> Item | None:
        """The next item, or None if there is none now."""
        raise NotImplementedError

    def has_ended(self) -> bool:
        """Whether no more items will come."""
        return not self._free.alive

    def counters(self) -> dict[str, int]:
        """What the object has counted (mpdisc-wire.7, COUNTER)."""
        return {
            _text(_library.mpdisc_counter_name(n)): self._call("counter", n)
            for n in range(_library.mpdisc_counter_count())
        }

    def close(self) -> None:
        """Closes it; a provider says farewell. Whoever waits for an item gets no more."""
        if self._loop is not None and self._free.alive:
            self._loop.remove_reader(self.fileno())
        self._free()
        self._has_news.set()

    def __iter__(self) -> Iterator[Item]:
        while not self.has_ended():
            self.process()
            while (item := self._next_if_open()) is not None:
                yield item
            if not self.has_ended():
                select.select([self], [], [])

    async def __aiter__(self) -> AsyncIterator[Item]:
        self._attach()
        while True:
            self._has_news.clear()
            while (item := self._next_if_open()) is not None:
                yield item
            if self.has_ended():
                return
            await self._has_news.wait()

    def _next_if_open(self) -> Item | None:
        return self.next() if self._free.alive else None

    def _attach(self) -> None:
        """From now on the running loop does the object's work."""
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
            self._loop.add_reader(self.fileno(), self._work)

    def _work(self) -> None:
        self.process()
        self._has_news.set()

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    async def __aenter__(self: Self) -> Self:
        self._attach()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()


class Provider(_Object[ProviderEvent]):
    """Offers services. Its items are events."""

    _kind = "provider"

    def __init__(
        self,
        *services: Service,
        discovery_port: int | None = None,
        family: int | None = None,
        interface_name: str | None = None,
        host_name: str | None = None,
        heartbeat_ms: int | None = None,
        lease_ms: int | None = None,
        allow: Sequence[str] | None = None,
        client_rate_kib: int | None = None,
        host_rate_kib: int | None = None,
        announce_s: int | None = None,
        keys: Keys | None = None,
    ) -> None:
        super().__init__(
            _ProviderOptions(
                discovery_port=discovery_port,
                family=family,
                interface_name=interface_name,
                host_name=host_name,
                heartbeat_ms=heartbeat_ms,
                lease_ms=lease_ms,
                allow=allow,
                client_rate_kib=client_rate_kib,
                host_rate_kib=host_rate_kib,
                announce_s=announce_s,
                keys=keys,
            )
        )
        self.set_services(services)

    @property
    def id(self) -> str:
        return _id(self._call("id"))

    @property
    def role(self) -> str:
        """Is "none", "primary" or "secondary"."""
        return _role(self._call("role"))

    def add(self, service: Service) -> None:
        _expect(self._call("add", _CService(service)), service.name)

    def update(self, service: Service) -> None:
        """Replaces port and attributes of the service of that name and type, in one step."""
        _expect(self._call("update", _CService(service)), service.name)

    def remove(self, name: str, type: str) -> None:
        _expect(self._call("remove", _bytes(name), _bytes(type)), name)

    def set_services(self, services: Sequence[Service]) -> None:
        """Replaces all services in one step."""
        c_services = [_CService(service) for service in services]
        pointers = (c_void_p * len(c_services))(*(service.pointer for service in c_services))
        _expect(self._call("set_services", pointers, len(pointers)))

    def set_keys(self, keys: Keys) -> None:
        _expect(self._call("set_keys", keys))

    def set_host_name(self, name: str) -> None:
        _expect(self._call("set_host_name", _bytes(name)), name)

    def next(self) -> ProviderEvent | None:
        event = self._call("next_event")
        if event is None:
            return None
        type = _library.mpdisc_provider_event_get_type(event)
        return ProviderEvent(
            _text(_library.mpdisc_provider_event_type_name(type)),
            _role(_library.mpdisc_provider_event_role(event)),
            _id(_library.mpdisc_provider_event_peer(event)),
        )


class Watch(_Object[WatchEvent]):
    """Tells of each service that appears, changes or goes. It ends only by close()."""

    _kind = "watch"

    def __init__(
        self,
        type: str | None = None,
        *,
        types: Sequence[str] | None = None,
        name: str | None = None,
        name_pattern: str | None = None,
        attributes: Sequence[str] | None = None,
        targets: Sequence[str] | None = None,
        interface_name: str | None = None,
        local_only: bool | None = None,
        family: int | None = None,
        discovery_port: int | None = None,
        source_port: int | None = None,
        lost_after_ms: int | None = None,
        patience_ms: int | None = None,
        keys: Keys | None = None,
    ) -> None:
        super().__init__(
            _WatchOptions(
                type=type,
                types=types,
                name=name,
                name_pattern=name_pattern,
                attributes=attributes,
                targets=targets,
                interface_name=interface_name,
                local_only=local_only,
                family=family,
                discovery_port=discovery_port,
                source_port=source_port,
                lost_after_ms=lost_after_ms,
                patience_ms=patience_ms,
                keys=keys,
            )
        )

    @property
    def is_synced(self) -> bool:
        """Whether each service that was there when the watch began has been told."""
        return bool(self._call("is_synced"))

    def services(self) -> list[Found]:
        """The listed services, as they are now."""
        cursor = ctypes.byref(c_uint32())
        return [_read_found(found) for found in self._each("next_service", cursor)]

    def next(self) -> WatchEvent | None:
        event = self._call("next_event")
        if event is None:
            return None
        type = _library.mpdisc_watch_event_get_type(event)
        found = _library.mpdisc_watch_event_found(event)
        return WatchEvent(
            _text(_library.mpdisc_watch_event_type_name(type)),
            None if found is None else _read_found(found),
        )


class Search(_Object[Found]):
    """Finds services, each one once. It ends when all are found, or the time is up."""

    _kind = "probe"

    def __init__(
        self,
        type: str | None = None,
        *,
        types: Sequence[str] | None = None,
        name: str | None = None,
        name_pattern: str | None = None,
        attributes: Sequence[str] | None = None,
        targets: Sequence[str] | None = None,
        interface_name: str | None = None,
        local_only: bool | None = None,
        family: int | None = None,
        discovery_port: int | None = None,
        source_port: int | None = None,
        count: int | None = None,
        timeout_ms: int | None = None,
        patience_ms: int | None = None,
        keys: Keys | None = None,
    ) -> None:
        super().__init__(
            _ProbeOptions(
                type=type,
                types=types,
                name=name,
                name_pattern=name_pattern,
                attributes=attributes,
                targets=targets,
                interface_name=interface_name,
                local_only=local_only,
                family=family,
                discovery_port=discovery_port,
                source_port=source_port,
                count=count,
                timeout_ms=timeout_ms,
                patience_ms=patience_ms,
                keys=keys,
            )
        )

    @property
    def outcome(self) -> str:
        """Is "running", "complete", "incomplete", "not-found" or "not-asked"."""
        return _text(_library.mpdisc_probe_outcome_name(self._call("outcome")))

    def incomplete_hosts(self) -> list[IncompleteHost]:
        """After the end: the hosts that offer more than arrived, or are silent. Tells each once."""
        return [
            IncompleteHost(
                _text(_library.mpdisc_incomplete_host_name(host)),
                _text(_library.mpdisc_incomplete_host_address(host)),
                _text(_library.mpdisc_incomplete_host_interface(host)),
                _library.mpdisc_incomplete_host_missing_services(host),
                _library.mpdisc_incomplete_host_is_silent(host),
            )
            for host in self._each("next_incomplete_host")
        ]

    def has_ended(self) -> bool:
        return super().has_ended() or self.outcome != "running"

    def next(self) -> Found | None:
        found = self._call("next_service")
        return None if found is None else _read_found(found)


class StatusQuery(_Object[ProviderStatus]):
    """Asks the primary of this host for all providers of the host."""

    _kind = "status_query"

    def __init__(
        self,
        *,
        discovery_port: int | None = None,
        timeout_ms: int | None = None,
        keys: Keys | None = None,
    ) -> None:
        super().__init__(
            _StatusOptions(discovery_port=discovery_port, timeout_ms=timeout_ms, keys=keys)
        )
        self._providers: deque[ProviderStatus] = deque()

    def process(self) -> None:
        """Does the work that is due. The next work would overwrite what has come."""
        super().process()
        self._providers.extend(
            self._read_provider(provider) for provider in self._each("next_provider")
        )

    @property
    def outcome(self) -> str:
        """Is "running", "complete", "no-answer", "incomplete", "not-asked" or "other-keys"."""
        return _text(_library.mpdisc_status_outcome_name(self._call("outcome")))

    def has_ended(self) -> bool:
        return super().has_ended() or self.outcome != "running"

    def next(self) -> ProviderStatus | None:
        return self._providers.popleft() if self._providers else None

    def _read_provider(self, status: int) -> ProviderStatus:
        return ProviderStatus(
            id=_id(_library.mpdisc_provider_status_id(status)),
            role=_role(_library.mpdisc_provider_status_role(status)),
            process_id=_library.mpdisc_provider_status_process_id(status),
            age_ms=_library.mpdisc_provider_status_age_ms(status),
            last_heartbeat_ms=_library.mpdisc_provider_status_last_heartbeat_ms(status),
            is_deputy=_library.mpdisc_provider_status_is_deputy(status),
            services=[_read_service(service) for service in self._each("next_service")],
        )


# These read better after "for" and "with".
watch = Watch
search = Search
status = StatusQuery
