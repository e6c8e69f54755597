// SPDX-License-Identifier: MIT
#include "wire/field_names.h"

#include "mpdisc/fixed_string.h"
#include "mpdisc/text.h"

namespace mpdisc::wire {
namespace {

constexpr char message_names[] =
    "\0"
    "CLIENT_DISCOVERY_REQUEST\0"
    "SERVICE_ADVERTISEMENT\0"
    "PROVIDER_DISCOVERY_REQUEST\0"
    "PROVIDER_DISCOVERY_RESPONSE\0"
    "PROVIDER_REGISTRATION\0"
    "PROVIDER_NOTIFICATION\0"
    "PROVIDER_HEARTBEAT\0"
    "PROVIDER_REGISTRATION_ACK\0"
    "PROVIDER_HEARTBEAT_ACK\0"
    "PROVIDER_UNREGISTRATION\0"
    "PRIMARY_CHANGE\0"
    "STATUS_REQUEST\0"
    "STATUS_RESPONSE\0"
    "DEPUTY_APPOINTMENT\0"
    "KEY_MISMATCH\0"
    "HOST_ANNOUNCEMENT\0"
    "HOST_QUERY\0"
    "HOST_LIST";
static_assert(count_texts(message_names) == message_type_last + 1);

/// The fields: type, name, and the parts of the value (wire/value_text.h). `19/9` is field 19 in
/// message 9. A line begins with a newline.
constexpr std::string_view fields = R"(
1 PROVIDER_ID id
2 ROLE code=,primary,secondary
3 HOST_NAME text
4 ADDRESS address
5 LIFETIME u32=s
6 ATTEMPT u8
7 ROSTER provider_id:id services:u32 revision:u32 flags:flags=not_settled,others_answer,contested token:hex64?
8 SERVICE fields
9 INSTANCE_NAME text
10 SERVICE_TYPE text
11 PORT u16
12 ATTRIBUTES attributes
13 WINDOW u16=ms
14 KNOWN_ANSWERS flags:flags=roster_wanted bits_per_service:u8 shard:u8 shards:u8 bits:bytes
15 SHARD u8
16 PROCESS_ID u32
17 LEASE u32=ms
18 HEARTBEAT_INTERVAL u32=ms
19/9 RESULT code=,known,register_again
19 RESULT code=,accepted,registry_full
20 CHANGE code=,leaves,is_the_primary
21 CLIENT port:u16 interface_index:u32 address:address
22 ARRIVAL interface_index:u32 address:address?
23 REACH family:code=any,,,,IPv4,,IPv6 interface_index:u32
24 USER_ID u32
25 PEERS_REVISION u32
26 PEERS * u16
27 CONTESTED none
28 ADDRESS_TOKEN hex64
29 PADDING padding
30 CLAIMS_LINK none
31 DUPLICATE_OF id
32 PAGE u32
33 PROVIDER_STATUS provider_id:id role:code=,primary,secondary process_id:u32 role_age_ms:u64 heartbeat_age_ms:u64 services:u32 flags:flags=deputy
34 COUNTER counter u64
35 AUTH time_ms:u64 code:bytes
36 NONCE id
37 HOST id
38 SUMMARY revision:u32 services:u32 digest:hex64 flags:flags=not_settled,learns_neighbours
39 TYPES bytes
43 NEIGHBOUR fields
44 AGE u32=s
45 SOURCE interface_index:u32 address:address
46 NEIGHBOURHOOD host:id hosts:u32 addresses:u32 candidates:u32 flags:flags=not_settled
48 SKETCH * keys:hex64 checks:hex32 count:u16
50 FORMER_PRIMARY id
51 LAST_DROP reason:counter age_ms:u64 interface_index:u32 port:u16 address:address
0x8028 FILTER_TYPE text
0x8029 FILTER_NAME text
0x802a FILTER_ATTRIBUTES attributes
0x802f SKETCH_SIZE cells:u8 shard:u8 shards:u16
0x8031 WANTED * hex64
)";

/// How a line of `fields` begins.
using LineStart = FixedString<16>;

void append(LineStart& out, std::string_view text) {
    static_cast<void>(out.append(text));
}

/// The rest of the line that begins so; empty if there is none.
std::string_view line_after(const LineStart& start) {
    const std::size_t at = fields.find(start.view());
    if (at == std::string_view::npos) return {};
    const std::string_view rest = slice(fields, at + start.size());
    return slice(rest, 0, rest.find('\n'));
}

}  // namespace

std::string_view message_name(std::uint8_t type) {
    return type > message_type_last ? std::string_view{} : nth_text(message_names, type);
}

bool find_field_names(std::uint8_t message, FieldType type, FieldNames& out) {
    const auto number = static_cast<std::uint16_t>(type);
    const bool is_critical = (number & critical_bit) != 0;
    LineStart start;
    append(start, is_critical ? "\n0x" : "\n");
    append(start, NumberText(number, is_critical ? 16 : 10).view());
    LineStart start_in_message = start;
    append(start, " ");
    append(start_in_message, "/");
    append(start_in_message, NumberText(message).view());
    append(start_in_message, " ");
    std::string_view line = line_after(start_in_message);
    if (line.empty()) line = line_after(start);
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos) return false;
    out = {slice(line, 0, space), slice(line, space + 1)};
    return true;
}

}  // namespace mpdisc::wire
