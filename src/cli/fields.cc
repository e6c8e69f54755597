// SPDX-License-Identifier: MIT
#include "cli/fields.h"

#include "cli/escape.h"
#include "mpdisc/expects.h"
#include "mpdisc/text.h"

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

std::string_view field_text(Field field, const FoundServiceView& found, FieldScratch& scratch) {
    switch (field) {
        case Field::name:
            return found.service.name;
        case Field::type:
            return found.service.type;
        case Field::host:
            return found.host;
        case Field::address:
            scratch = to_text(found.address, found.interface_name);
            return scratch.view();
        case Field::port:
            expects(scratch.assign(NumberText(found.service.port).view()));
            return scratch.view();
        case Field::provider:
            expects(scratch.assign(to_text(found.provider).view()));
            return scratch.view();
        case Field::role:
            return to_text(found.role);
        case Field::interface:
            return found.interface_name;
        case Field::rtt_us:
            expects(scratch.assign(NumberText(found.rtt_us).view()));
            return scratch.view();
        case Field::addresses:
        case Field::attributes:
            break;
    }
    return {};
}

void append_field(TextBuffer& out, Field field, const FoundServiceView& found) {
    if (field == Field::addresses) return append_addresses(out, found);
    if (field == Field::attributes) return append_attributes(out, found.service.attributes);
    FieldScratch scratch;
    append_escaped(out, field_text(field, found, scratch));
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
