#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The dissector of contrib/wireshark reads all messages as mpdisc-wire(7) and the library do.

It needs tshark, and the program damaged-messages in $MPDISC_BIN.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "tests" / "support"))
import dissection  # noqa: E402

LUA = dissection.DISSECTOR.read_text()
VECTOR_DIRECTORY = ROOT / "tests" / "vectors"
PAGE = (ROOT / "man" / "mpdisc-wire.7").read_text()
ERRORS = ("too_short", "bad_length", "unknown_type", "truncated_field", "unknown_critical_field",
          "repeated_field", "missing_field", "bad_value", "bad_auth", "too_large")


class Vector:
    """A file of tests/vectors: the datagram, and the place and comment of each of its lines."""

    def __init__(self, path):
        self.name = str(path.relative_to(VECTOR_DIRECTORY).with_suffix(""))
        self.datagram = b""
        self.lines = []
        for line in path.read_text().splitlines():
            digits, _, comment = line.partition("#")
            begin = len(self.datagram)
            self.datagram += bytes.fromhex(digits)
            if len(self.datagram) > begin:
                self.lines.append((begin, len(self.datagram), comment.strip()))


VECTORS = [Vector(path) for path in sorted(VECTOR_DIRECTORY.rglob("*.hex"))]

# What the flags that a comment names are called in the dissector. Others say that no flag is set.
FLAGS = {"not settled": "not settled", "contested": "contested", "the deputy": "deputy",
         "learns its neighbours": "learns neighbours",
         "answer with the roster at least": "roster wanted"}

DATE = r"\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC"
ADDRESS = r"\b\d+\.\d+\.\d+\.\d+\b|\b[0-9a-f]+(?:::?[0-9a-f]+)+\b"


def unmet(message, begin, end, comment):
    """What the comment on these bytes says, and no item of the packet tree does."""
    leaves = [leaf for leaf in message.leaves if leaf.overlaps(begin, end)]
    shown = {leaf.shown for leaf in leaves}
    texts = [leaf.text for leaf in leaves]
    name = re.match(r"[A-Z_]{3,}\b", comment)
    if name and not any(leaf.name == "mpdisc.field.type" and leaf.begin == begin and
                        leaf.text.startswith(f"Type: {name[0]} (") for leaf in leaves):
        yield name[0]
    for code in re.findall(r"^(?:type|role|ROLE|RESULT): (.*)", comment):
        if not any(f": {code} (" in text for text in texts):
            yield code
    for counter in re.findall(r"^COUNTER (\S+):", comment):
        if f"Number: {counter} (" not in " ".join(texts):
            yield counter
    if comment.startswith("flags"):
        told = (part.strip() for part in comment.removeprefix("flags").strip(": ").split(","))
        wanted = ", ".join(FLAGS[part] for part in told if part in FLAGS)
        flags = [leaf.text for leaf in message.flags if leaf.overlaps(begin, end)]
        if begin >= 16 and not any(text.endswith(f"({wanted or 'none'})") for text in flags):
            yield comment
        return
    for date in re.findall(DATE, comment):
        if not any(f"({date})" in text for text in texts):
            yield date
    # "K", U+00FC, "che" is "Küche".
    plain = re.sub(r'", U\+([0-9A-F]+)(, "|$)',
                   lambda code: chr(int(code[1], 16)) + ("" if code[2] else '"'), comment)
    plain = re.sub(rf'{DATE}|\d+ (bytes|cells)|cell \d+|bits [\d, ]+', "", plain)
    quoted = re.findall(r'"([^"]*)"', plain)
    plain = re.sub(r'"[^"]*"', "", plain).replace("2^64 - 1", str(2**64 - 1))
    addresses = re.findall(ADDRESS, plain)
    numbers = re.findall(r"\b\d+\b", re.sub(ADDRESS, "", plain))
    named = re.findall(r"(revision|port|interface index|process id|shard) (\d+)", plain)
    named += [("services", count) for count in re.findall(r"^(\d+) services?\b", plain)]
    for label, value in named:
        if not any(text.lower() == f"{label}: {value}" for text in texts):
            yield f"{label} {value}"
    for value in quoted + addresses + numbers:
        if value not in shown:
            yield value


def vector_faults(dissector=dissection.DISSECTOR):
    """What is wrong with the dissection of the vectors, a line each."""
    with tempfile.NamedTemporaryFile(suffix=".pcap") as file:
        dissection.write_capture(file.name, [vector.datagram for vector in VECTORS])
        read = list(dissection.messages(file.name, dissector=dissector))
    faults = []
    for vector, message in zip(VECTORS, read, strict=True):
        if message is None:
            faults.append(f"{vector.name}: not dissected")
            continue
        faults += [f"{vector.name}: {complaint}" for complaint in message.complaints()]
        for line in vector.lines:
            faults += [f"{vector.name}: '{line[2]}': no {fact}" for fact in unmet(message, *line)]
    return faults


def lua_rows(table):
    """The rows of a table of the dissector: number, name, and the text behind them."""
    body = LUA.split(f"\nlocal {table} = {{\n")[1].split("\n}\n")[0]
    rows = re.findall(r'^    \{(\w+), "([A-Z_]+)", ((?:"[^"]*"(?:\s*\.\.\s*)?)+)', body, re.M)
    return [(number, name, "".join(re.findall(r'"([^"]*)"', text)))
            for number, name, text in rows]


def page_section(heading):
    return re.split(r"^\.S[hs] ", PAGE.split(f"\n.S{heading}\n")[1], maxsplit=1, flags=re.M)[0]


def page_fields(heading):
    """The fields that a section lists for a message, as the dissector writes them."""
    words = {"four": "4"}
    fields = set()
    presence_row = r"^\.It ([A-Z_]+ Ta (?:required|optional).*)"
    for row in re.findall(presence_row, page_section(heading), re.M):
        name, presence, *rest = row.split(" Ta ")
        most = re.search(r"at most (\w+)", row)
        if "repeatable" in "".join(rest):
            mark = "+" if presence == "required" else "*"
            fields.add(name + mark + (words.get(most[1], most[1]) if most else ""))
        else:
            fields.add(name + ("" if presence == "required" else "?"))
    return fields


class Numbers(unittest.TestCase):
    """A message or field that the page or the library has, and the dissector lacks, fails here."""

    def test_messages_are_those_of_the_page(self):
        rows = lua_rows("MESSAGES")
        page = re.findall(r"^\.It (\d+) Ta ([A-Z_]+) Ta", page_section("h HEADER"), re.M)
        self.assertEqual([row[:2] for row in rows], page)
        for _, name, fields in rows:
            self.assertEqual(set(fields.split()), page_fields(f"s {name}"), name)

    def test_fields_are_those_of_the_page(self):
        row = r"^\.It (\w+) Ta ([A-Z_]+) Ta (.*?) Ta "
        page = re.findall(row, page_section("s Field types"), re.M)
        self.assertEqual(set(lua_rows("FIELDS")) - {("29", "PADDING", "any")}, set(page))

    def test_fields_inside_others_are_those_of_the_page(self):
        for name in ("service", "neighbour"):
            inner = re.search(rf'fields\("{name}", "(.*?)"', LUA)[1]
            self.assertEqual(set(inner.split()), page_fields(f"h {name.upper()}"))

    def test_counters_are_those_of_the_page(self):
        page = re.findall(r"^\.It \d+ Ta (\S+) Ta", page_section("h COUNTER"), re.M)
        block = LUA.split("local COUNTERS = {")[1].split("}")[0]
        self.assertEqual(re.findall(r'"(.*?)"', block), page)

    def test_numbers_are_those_of_the_library(self):
        source = (ROOT / "src" / "wire" / "format.h").read_text()
        for table, enum in (("MESSAGES", "MessageType"), ("FIELDS", "FieldType")):
            body = source.split(f"enum class {enum} ")[1].split("};")[0]
            rows = re.findall(r"^ +(\w+) = (critical_bit \| )?(\d+),", body, re.M)
            library = {name.upper(): int(number) + (0x8000 if critical else 0)
                       for name, critical, number in rows}
            self.assertEqual({name: int(number, 0) for number, name, _ in lua_rows(table)}, library)
        reasons = source.split("enum class DecodeError ")[1].split("{")[1].split("}")[0]
        self.assertLessEqual(set(re.findall(r"\w+", reasons)), {"none", "bad_magic", *ERRORS})


class Vectors(unittest.TestCase):
    def test_each_is_read_to_the_last_byte_and_as_its_comments_say(self):
        self.assertGreater(len(VECTORS), 70)
        self.assertEqual(vector_faults(), [])

    def test_a_dissector_with_a_fault_is_found(self):
        """The test above would find each of these."""
        planted = {
            "a part left out": ('u32("roster.revision"), ', ""),
            "a part too short": ('u16("sketch.count")', 'u8("sketch.count")'),
            "a part too long": ('u16("client.port"', 'u32("client.port"'),
            "parts in another order": ('u32("summary.revision"), u32("summary.services")',
                                       'u32("summary.services"), u32("summary.revision")'),
            "a field left out": ('    {44, "AGE", "4", u32("age_s")},\n', ""),
            "a field that a message lacks": ("HOST_NAME? ADDRESS*8", "ADDRESS*8"),
            "another meaning": ('[1] = "accepted"', '[1] = "refused"'),
            "another bit": ('"not_settled", "others_answer"', '"others_answer", "not_settled"'),
            "a header that is not shown": ("    item:add(field_length_item, tvb(at + 2, 2))\n", ""),
            "a length that is not shown": ("value.tree:add(items.length, length_range)", ""),
        }
        with tempfile.TemporaryDirectory() as work:
            dissector = pathlib.Path(work) / "planted.lua"
            for what, (right, wrong) in planted.items():
                self.assertIn(right, LUA, what)
                text = LUA.replace(right, wrong, 1)
                if what == "a field left out":
                    text = text.replace(" AGE ", " ")
                dissector.write_text(text)
                self.assertNotEqual(vector_faults(dissector), [], what)


class Damage(unittest.TestCase):
    def test_what_the_library_drops_is_malformed_for_the_same_reason(self):
        program = pathlib.Path(os.environ.get("MPDISC_BIN", ROOT / "build")) / "damaged-messages"
        output = subprocess.run([program], stdout=subprocess.PIPE, text=True, check=True).stdout
        judgements, datagrams = zip(*(line.split(" ") for line in output.splitlines()))
        columns = ("mpdisc", "_ws.lua.error", *(f"mpdisc.error.{error}" for error in ERRORS))
        with tempfile.NamedTemporaryFile(suffix=".pcap") as file:
            dissection.write_capture(file.name, map(bytes.fromhex, datagrams))
            rows = dissection.columns(file.name, *columns)
        self.assertEqual(len(rows), len(judgements))
        self.assertGreater(len(rows), 20_000)
        wrong = []
        for judgement, datagram, row in zip(judgements, datagrams, rows):
            is_message, lua_error, *found = row
            errors = {error for error, cell in zip(ERRORS, found) if cell}
            expected = {judgement} - {"none"}
            if not is_message and judgement in ("bad_magic", "too_short"):
                expected = set()  # it is left to other dissectors
            is_right = expected <= errors and bool(expected) == bool(errors)
            if lua_error or not is_right:
                wrong.append(f"{judgement}, not {sorted(errors)} {lua_error}: {datagram}")
        self.assertEqual(wrong[:10], [])


class Captures(unittest.TestCase):
    """Which datagrams it takes, and what it makes of parts."""

    def setUp(self):
        work = tempfile.TemporaryDirectory()
        self.addCleanup(work.cleanup)
        self.path = str(pathlib.Path(work.name) / "capture.pcap")

    def taken(self, datagrams, ports, *options):
        dissection.write_capture(self.path, datagrams, ports=ports)
        return [message is not None for message in dissection.messages(self.path, *options)]

    def test_messages_are_recognised_on_any_port(self):
        whole = VECTORS[0].datagram
        others = [whole[:-1], whole + b"\0", b"MPD2" + whole[4:], b"MPD1", b"", b"\0" * 100]
        taken = self.taken([whole, *others], (40001, 40002))
        self.assertEqual(taken, [True] + [False] * len(others))

    def test_what_is_no_message_is_left_alone_on_its_ports(self):
        others = [b"", b"MPD", b"MPD2" + b"\0" * 20]
        too_short = [b"MPD1", b"MPD1" + b"\0" * 11]
        for port in (6737, 6738):
            taken = self.taken(others + too_short, (40001, port))
            self.assertEqual(taken, [False] * 3 + [True] * 2)

    def test_its_ports_can_be_chosen(self):
        cut = [VECTORS[0].datagram[:-1]]
        usual, other = (40001, 6737), (40001, 7000)
        self.assertEqual(self.taken(cut, other), [False])
        self.assertEqual(self.taken(cut, other, "-o", "mpdisc.udp_ports:7000-7001"), [True])
        self.assertEqual(self.taken(cut, usual, "-o", "mpdisc.udp_ports:7000-7001"), [False])
        self.assertEqual(self.taken(cut, usual, "-o", "mpdisc.udp_ports:"), [False])
        self.assertEqual(self.taken(cut, other, "-d", "udp.port==7000,mpdisc"), [True])

    def test_a_message_that_was_captured_in_part_is_not_malformed(self):
        whole = [vector.datagram for vector in VECTORS]
        parts = [(each, size) for each in whole for size in range(len(each))]
        dissection.write_capture(self.path, *zip(*parts))
        columns = ("_ws.col.Protocol", "mpdisc.not_captured", "_ws.lua.error", "_ws.malformed")
        rows = dissection.columns(self.path, *columns)
        for (datagram, size), row in zip(parts, rows, strict=True):
            expected = ["UDP", "", "", ""] if size < 4 else ["mpdisc", "1", "", ""]
            self.assertEqual(row, expected, (datagram.hex(), size))

    def test_a_line_tells_of_each_message(self):
        by_name = {vector.name: vector.datagram for vector in VECTORS}
        told = {
            "service_advertisement_several":
                "SERVICE_ADVERTISEMENT Küche _http._tcp port 8080 and 2 more, 3 of 5 services",
            "client_discovery_request_filters":
                "CLIENT_DISCOVERY_REQUEST attempt 3, for _ipp._tcp named Front desk with color, "
                "rp=printers/1",
            "primary_change": "PRIMARY_CHANGE provider 9f3c52d1: it leaves",
            "host_announcement": "HOST_ANNOUNCEMENT host 5e81c307, 3 services, revision 17",
        }
        damaged = bytearray(by_name["provider_heartbeat_ack"])
        damaged[-1] = 3
        dissection.write_capture(self.path, [*(by_name[name] for name in told), bytes(damaged)])
        lines = [line for (line,) in dissection.columns(self.path, "_ws.col.Info")]
        malformed = "PROVIDER_HEARTBEAT_ACK 3, malformed: RESULT has result 3, which has no meaning"
        self.assertEqual(lines, [*told.values(), malformed])


if __name__ == "__main__":
    if shutil.which("tshark") is None:
        print("skipped: tshark is not here")
        sys.exit(77)
    unittest.main()
