// SPDX-License-Identifier: MIT
#include "cli/format_template.h"

#include <algorithm>
#include <array>

#include "cli/escape.h"
#include "cli/fields.h"
#include "mpdisc/expects.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

namespace {

/// What templates call the fields, in the order of Field.
constexpr auto names = [] {
    std::array<std::array<char, sizeof field_names[0]>, field_count> out{};
    for (std::size_t i = 0; i < field_count; ++i) {
        std::ranges::transform(field_names[i], out[i].begin(), to_lower);
    }
    return out;
}();

constexpr std::string_view attribute_prefix = "attr.";

enum class PieceKind : std::uint8_t { literal, field, endpoint, attribute, event, time };

/// A piece of a template.
struct Piece {
    PieceKind kind = PieceKind::literal;
    Field field = Field::name;
    /// The literal text, or the attribute's key.
    std::string_view text;
};

/// Fields that format sh does not have.
struct OtherField {
    char name[9];
    PieceKind kind;
};

constexpr OtherField other_fields[] = {
    {"endpoint", PieceKind::endpoint},
    {"event", PieceKind::event},
    {"time", PieceKind::time},
};

bool parse_name(std::string_view name, Piece& out) {
    for (std::size_t i = 0; i < field_count; ++i) {
        if (name != names[i].data()) continue;
        out = {PieceKind::field, static_cast<Field>(i), {}};
        return true;
    }
    for (const OtherField& other : other_fields) {
        if (name != other.name) continue;
        out.kind = other.kind;
        return true;
    }
    if (!begins_with(name, attribute_prefix) || name == attribute_prefix) return false;
    out = {PieceKind::attribute, {}, slice(name, attribute_prefix.size())};
    return true;
}

bool parse_field(std::string_view& rest, Piece& out, TextBuffer& reason) {
    const std::size_t end = rest.find('}');
    if (end == std::string_view::npos) {
        reason.append("a '{' has no '}'; a brace itself is '{{'");
        return false;
    }
    const std::string_view name = slice(rest, 1, end - 1);
    rest = slice(rest, end + 1);
    if (parse_name(name, out)) return true;
    reason.append("there is no field ");
    append_cited(reason, name);
    reason.append("; there are");
    for (const auto& known : names) reason.append(" ").append(known.data());
    reason.append(" endpoint attr.KEY, and with --watch event time");
    return false;
}

bool parse_escape(std::string_view& rest, Piece& out, TextBuffer& reason) {
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

/// Removes the first piece from `rest`, which must not be empty.
bool parse_piece(std::string_view& rest, Piece& out, TextBuffer& reason) {
    out = {};
    if (begins_with(rest, "{{") || begins_with(rest, "}}")) {
        out.text = slice(rest, 0, 1);
        rest = slice(rest, 2);
        return true;
    }
    switch (rest.front()) {
        case '{':
            return parse_field(rest, out, reason);
        case '\\':
            return parse_escape(rest, out, reason);
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

/// The same for a template that was checked.
Piece take_piece(std::string_view& rest) {
    Piece piece;
    TextBuffer reason;
    [[maybe_unused]] const bool taken = parse_piece(rest, piece, reason);
    expects(taken);
    return piece;
}

void append_attribute(TextBuffer& out, std::string_view key, const Attributes& attributes) {
    Attribute attribute;
    if (attributes.find(key, attribute)) append_escaped(out, attribute.value);
}

void append_piece(TextBuffer& out, const Piece& piece, const FoundServiceView& found,
                  const EventFields& fields) {
    switch (piece.kind) {
        case PieceKind::literal:
            out.append(piece.text);
            return;
        case PieceKind::field:
            if (piece.field != Field::host) return append_field(out, piece.field, found);
            return append_escaped(out, shown_host(found.host));
        case PieceKind::endpoint:
            return append_escaped(
                out, to_text(found.address, found.interface_name, found.service.port).view());
        case PieceKind::attribute:
            return append_attribute(out, piece.text, found.service.attributes);
        case PieceKind::event:
            out.append(fields.event);
            return;
        case PieceKind::time:
            out.append(fields.time);
            return;
    }
}

}  // namespace

bool check_template(std::string_view text, TextBuffer& reason) {
    Piece piece;
    while (!text.empty()) {
        if (!parse_piece(text, piece, reason)) return false;
    }
    return true;
}

bool has_event_fields(std::string_view text) {
    while (!text.empty()) {
        const Piece piece = take_piece(text);
        if (piece.kind == PieceKind::event || piece.kind == PieceKind::time) return true;
    }
    return false;
}

void append_by_template(TextBuffer& out, std::string_view text, const FoundServiceView& found,
                        const EventFields& fields) {
    while (!text.empty()) append_piece(out, take_piece(text), found, fields);
    out.append("\n");
}

}  // namespace mpdisc::cli
