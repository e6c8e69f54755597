// SPDX-License-Identifier: MIT
#include "cli/format_template.h"

#include "cli/escape.h"
#include "cli/fields.h"
#include "mpdisc/expects.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

namespace {

enum class Field : std::uint8_t {
    name,
    type,
    host,
    address,
    addresses,
    endpoint,
    port,
    attributes,
    provider,
    role,
    interface,
    rtt_us,
    /// `attr.KEY`.
    attribute,
};

struct FieldName {
    char name[11];
    Field field;
};

constexpr FieldName field_names[] = {
    {"name", Field::name},           {"type", Field::type},
    {"host", Field::host},           {"address", Field::address},
    {"addresses", Field::addresses}, {"endpoint", Field::endpoint},
    {"port", Field::port},           {"attributes", Field::attributes},
    {"provider", Field::provider},   {"role", Field::role},
    {"interface", Field::interface}, {"rtt_us", Field::rtt_us},
};

constexpr std::string_view attribute_prefix = "attr.";

/// A piece of a template: literal text, or a field.
struct Piece {
    bool is_field = false;
    Field field = Field::name;
    /// The literal text, or the attribute's key.
    std::string_view text;
};

bool parse_field(std::string_view name, Piece& out) {
    for (const FieldName& known : field_names) {
        if (name != known.name) continue;
        out = {true, known.field, {}};
        return true;
    }
    if (!name.starts_with(attribute_prefix) || name == attribute_prefix) return false;
    out = {true, Field::attribute, slice(name, attribute_prefix.size())};
    return true;
}

bool take_field(std::string_view& rest, Piece& out, TextBuffer& reason) {
    const std::size_t end = rest.find('}');
    if (end == std::string_view::npos) {
        reason.append("a '{' has no '}'; a brace itself is '{{'");
        return false;
    }
    const std::string_view name = slice(rest, 1, end - 1);
    rest = slice(rest, end + 1);
    if (parse_field(name, out)) return true;
    reason.append("there is no field ");
    append_cited(reason, name);
    reason.append("; there are");
    for (const FieldName& known : field_names) reason.append(" ").append(known.name);
    reason.append(" attr.KEY");
    return false;
}

bool take_escape(std::string_view& rest, Piece& out, TextBuffer& reason) {
    const std::string_view escape = slice(rest, 0, 2);
    rest = slice(rest, 2);
    if (escape == "\\n") {
        out.text = "\n";
    } else if (escape == "\\t") {
        out.text = "\t";
    } else if (escape == "\\\\") {
        out.text = "\\";
    } else {
        reason.append("after a '\\' there must be n, t or another '\\'");
        return false;
    }
    return true;
}

/// Takes the first piece off `rest`, which is not empty.
bool take_piece(std::string_view& rest, Piece& out, TextBuffer& reason) {
    out = {};
    if (rest.starts_with("{{") || rest.starts_with("}}")) {
        out.text = slice(rest, 0, 1);
        rest = slice(rest, 2);
        return true;
    }
    switch (rest.front()) {
        case '{':
            return take_field(rest, out, reason);
        case '\\':
            return take_escape(rest, out, reason);
        case '}':
            reason.append("a '}' has no '{'; a brace itself is '}}'");
            return false;
        default:
            break;
    }
    const std::size_t end = rest.find_first_of("{}\\");
    out.text = slice(rest, 0, end);
    rest = slice(rest, out.text.size());
    return true;
}

void append_endpoint(TextBuffer& out, const FoundService& found) {
    const bool needs_brackets = found.address.family == Family::ipv6;
    if (needs_brackets) out.append("[");
    append_escaped(out, scoped_address(found.address, found.interface_name).view());
    out.append(needs_brackets ? "]:" : ":").append_number(found.service.port);
}

void append_field(TextBuffer& out, const Piece& piece, const FoundService& found) {
    switch (piece.field) {
        case Field::name:
            append_escaped(out, found.service.name);
            return;
        case Field::type:
            append_escaped(out, found.service.type);
            return;
        case Field::host:
            append_escaped(out, shown_host(found.host));
            return;
        case Field::address:
            append_escaped(out, scoped_address(found.address, found.interface_name).view());
            return;
        case Field::addresses:
            append_addresses(out, found);
            return;
        case Field::endpoint:
            append_endpoint(out, found);
            return;
        case Field::port:
            out.append_number(found.service.port);
            return;
        case Field::attributes:
            append_attributes(out, found.service.attributes);
            return;
        case Field::provider:
            out.append(to_text(found.provider).view());
            return;
        case Field::role:
            out.append(to_text(found.role));
            return;
        case Field::interface:
            append_escaped(out, found.interface_name);
            return;
        case Field::rtt_us:
            out.append_number(found.rtt_us);
            return;
        case Field::attribute: {
            Attribute attribute;
            if (found.service.attributes.find(piece.text, attribute)) {
                append_escaped(out, attribute.value);
            }
            return;
        }
    }
}

}  // namespace

bool check_template(std::string_view text, TextBuffer& reason) {
    Piece piece;
    while (!text.empty()) {
        if (!take_piece(text, piece, reason)) return false;
    }
    return true;
}

void append_by_template(TextBuffer& out, std::string_view text, const FoundService& found) {
    Piece piece;
    TextBuffer reason;
    while (!text.empty()) {
        [[maybe_unused]] const bool taken = take_piece(text, piece, reason);
        expects(taken);
        if (piece.is_field) {
            append_field(out, piece, found);
        } else {
            out.append(piece.text);
        }
    }
    out.append("\n");
}

}  // namespace mpdisc::cli
