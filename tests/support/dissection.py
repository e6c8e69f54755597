#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What tshark tells of captured messages, with the dissector in contrib/wireshark.

dissection.py FILE [TSHARK-OPTION...]

Prints the line of the Info column for each message in a capture file, and fails if one of them is
not read to the last byte, is malformed, or has something that the dissector does not know.
"""

import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

DISSECTOR = pathlib.Path(__file__).resolve().parents[2] / "contrib" / "wireshark" / "mpdisc.lua"


def write_capture(path, datagrams, captured=None, ports=(40001, 6737)):
    """Writes the datagrams as UDP over IPv4, from the first port to the second one. `captured` says
    how many bytes of each were captured, if not all."""
    datagrams = list(datagrams)
    captured = captured or map(len, datagrams)
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 101))
        for datagram, size in zip(datagrams, captured, strict=True):
            udp = struct.pack("!4H", *ports, 8 + len(datagram), 0)
            ip = struct.pack("!BBHHHBBH8B", 0x45, 0, 28 + len(datagram), 0, 0, 64, 17, 0,
                             127, 0, 0, 1, 127, 0, 0, 1)  # fmt: skip
            packet = ip + udp + datagram[:size]
            file.write(struct.pack("<4I", 0, 0, len(packet), 28 + len(datagram)) + packet)


def tshark(path, *options, dissector=DISSECTOR):
    """The output of tshark, which has the dissector as the only plugin of its user."""
    with tempfile.TemporaryDirectory() as home:
        plugins = pathlib.Path(home) / ".local" / "lib" / "wireshark" / "plugins"
        plugins.mkdir(parents=True)
        (plugins / "mpdisc.lua").write_bytes(pathlib.Path(dissector).read_bytes())
        environment = {**os.environ, "HOME": home, "LC_ALL": "C.UTF-8"}
        environment.pop("XDG_CONFIG_HOME", None)
        done = subprocess.run(["tshark", "-n", "-r", path, *options], env=environment,
                              capture_output=True, check=False)  # fmt: skip
    errors = done.stderr.decode()
    if done.returncode != 0 or "Lua" in errors:
        sys.exit(f"tshark failed: {errors}")
    return done.stdout.decode()


def columns(path, *names, options=()):
    """The cells of these columns, for each packet."""
    arguments = [word for name in names for word in ("-e", name)]
    output = tshark(path, "-T", "fields", *arguments, *options)
    return [line.split("\t") for line in output.splitlines()]


class Leaf:
    """An item of the packet tree that has no others below it, and its place in the datagram."""

    def __init__(self, item, message_at):
        self.name = item.get("name")
        self.shown = item.get("show")
        self.text = item.get("showname")
        self.begin = int(item.get("pos")) - message_at
        self.end = self.begin + int(item.get("size"))

    def overlaps(self, begin, end):
        return self.begin < end and begin < self.end


class Message:
    """A dissected message."""

    def __init__(self, proto):
        at = int(proto.get("pos"))
        self.size = int(proto.get("size"))
        self.leaves = []
        self.findings = []
        self.flags = []
        for item in proto.iter():
            name = item.get("name")
            if name == "_ws.expert":
                self.findings.append(item.get("showname"))
            elif name.startswith("mpdisc.") and int(item.get("size")) > 0:
                below = [each for each in item if each.get("name").startswith("mpdisc.")]
                if not below:
                    self.leaves.append(Leaf(item, at))
                elif below[0].get("name").startswith(name + ".") and name.endswith("flags"):
                    self.flags.append(Leaf(item, at))

    def uncovered(self):
        """The places of bytes that no item shows, or that two items show differently."""
        places, at = [], 0
        for begin, end in sorted({(leaf.begin, leaf.end) for leaf in self.leaves}):
            if begin != at:
                places.append(f"bytes {min(at, begin)} to {max(at, begin)}")
            at = end
        if at != self.size:
            places.append(f"bytes {at} to {self.size}")
        return places

    def complaints(self):
        unread = [f"not read: {leaf.text}" for leaf in self.leaves if leaf.name == "mpdisc.unread"]
        return self.findings + unread + self.uncovered()


def messages(path, *options, dissector=DISSECTOR):
    """All messages in a capture file, with None for other packets."""
    root = xml.fromstring(tshark(path, "-T", "pdml", *options, dissector=dissector))
    for packet in root.iter("packet"):
        proto = packet.find("proto[@name='mpdisc']")
        yield None if proto is None else Message(proto)


def main(path, *options):
    lines = columns(path, "_ws.col.Info", options=options)
    is_whole = True
    for (line,), message in zip(lines, messages(path, *options), strict=True):
        complaints = ["no message"] if message is None else message.complaints()
        print("\n    ".join([line, *complaints]))
        is_whole = is_whole and not complaints
    return 0 if is_whole else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
