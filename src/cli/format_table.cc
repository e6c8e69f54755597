// SPDX-License-Identifier: MIT
#include "cli/format_table.h"

#include "cli/fields.h"
#include "cli/table.h"

namespace mpdisc::cli {

namespace {

// What common values need: an IPv4 address in full, "secondary", "65535".
constexpr std::size_t name_width = 20;
constexpr std::size_t type_width = 12;
constexpr std::size_t host_width = 12;
constexpr std::size_t address_width = 15;
constexpr std::size_t port_width = 5;
constexpr std::size_t role_width = 9;

}  // namespace

void append_table_header(TextBuffer& out) {
    append_cell(out, "NAME", name_width);
    append_cell(out, "TYPE", type_width);
    append_cell(out, "HOST", host_width);
    append_cell(out, "ADDRESS", address_width);
    append_cell(out, "PORT", port_width);
    append_cell(out, "ROLE", role_width);
    out.append("ATTRIBUTES\n");
}

void append_as_table_row(TextBuffer& out, const FoundService& found) {
    append_cell(out, found.service.name, name_width);
    append_cell(out, found.service.type, type_width);
    append_cell(out, shown_host(found.host), host_width);
    append_cell(out, scoped_address(found.address, found.interface_name).view(), address_width);
    append_number_cell(out, found.service.port, port_width);
    if (found.service.attributes.empty()) {
        out.append(to_text(found.role));
    } else {
        append_cell(out, to_text(found.role), role_width);
        append_attributes(out, found.service.attributes);
    }
    out.append("\n");
}

}  // namespace mpdisc::cli
