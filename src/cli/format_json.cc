// SPDX-License-Identifier: MIT
#include "cli/format_json.h"

#include "cli/fields.h"
#include "cli/json.h"

namespace mpdisc::cli {

void append_as_json(TextBuffer& out, const FoundServiceView& found) {
    out.append("{");
    append_json_members(out, found);
    out.append("}\n");
}

void append_json_members(TextBuffer& out, const FoundServiceView& found) {
    out.append("\"name\":");
    append_json_string(out, found.service.name);
    out.append(",\"type\":");
    append_json_string(out, found.service.type);
    out.append(",\"host\":");
    append_json_string(out, found.host);
    out.append(",\"address\":");
    append_json_string(out, to_text(found.address, found.interface_name).view());

    out.append(",\"addresses\":[");
    bool first = true;
    for (const IpAddress& address : found.addresses) {
        if (!first) out.append(",");
        first = false;
        append_json_string(out, to_text(address, found.interface_name).view());
    }
    out.append("],\"port\":").append_number(found.service.port);

    out.append(",\"attributes\":");
    append_json_attributes(out, found.service.attributes);
    out.append(",\"provider\":");
    append_json_string(out, to_text(found.provider).view());
    out.append(",\"role\":");
    append_json_string(out, to_text(found.role));
    out.append(",\"interface\":");
    append_json_string(out, found.interface_name);
    out.append(",\"rtt_us\":").append_number(found.rtt_us);
}

}  // namespace mpdisc::cli
