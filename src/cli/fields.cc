// SPDX-License-Identifier: MIT
#include "cli/fields.h"

#include "cli/escape.h"
#include "mpdisc/expects.h"

namespace mpdisc::cli {

namespace {

/// All addresses, escaped and separated by spaces.
void append_addresses(TextBuffer& out, const FoundServiceView& found) {
    bool first = true;
    for (const IpAddress& address : found.addresses) {
        if (!first) out.append(" ");
        first = false;
        append_escaped_word(out, to_text(address, found.interface_name).view());
    }
}

}  // namespace

void append_field(TextBuffer& out, Field field, const FoundServiceView& found) {
    switch (field) {
        case Field::name:
            return append_escaped(out, found.service.name);
        case Field::type:
            return append_escaped(out, found.service.type);
        case Field::host:
            return append_escaped(out, found.host);
        case Field::address:
            return append_escaped(out, to_text(found.address, found.interface_name).view());
        case Field::addresses:
            return append_addresses(out, found);
        case Field::port:
            out.append_number(found.service.port);
            return;
        case Field::provider:
            out.append(to_text(found.provider).view());
            return;
        case Field::role:
            out.append(to_text(found.role));
            return;
        case Field::interface:
            return append_escaped(out, found.interface_name);
        case Field::rtt_us:
            out.append_number(found.rtt_us);
            return;
        case Field::attributes:
            return append_attributes(out, found.service.attributes);
    }
}

std::string_view shown_host(std::string_view host) {
    return host.empty() ? "-" : host;
}

void append_attributes(TextBuffer& out, const Attributes& attributes) {
    bool first = true;
    for (const Attribute attribute : attributes) {
        if (!first) out.append(" ");
        first = false;
        append_escaped_word(out, attribute.key);
        if (!attribute.has_value) continue;
        out.append("=");
        append_escaped_word(out, attribute.value);
    }
}

}  // namespace mpdisc::cli
