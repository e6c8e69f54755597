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
constexpr std::string_view setting_prefix = "set.";

enum class PieceKind : std::uint8_t {
    literal,
    field,
    attribute,
    setting,
    endpoint,
    application,
    protocol,
    event,
    time,
    key,
    value,
    pair,
};

/// A piece of a template.
struct Piece {
    PieceKind kind = PieceKind::literal;
    Field field = Field::name;
    Escaper escaper = Escaper::text;
    /// The literal text, or the key of the attribute or of the setting.
    std::string_view text;
};

/// Fields that format sh does not have.
struct OtherField {
    char name[12];
    PieceKind kind;
    /// Where it may stand; TemplatePlace::row: everywhere.
    TemplatePlace place;
};

constexpr OtherField other_fields[] = {
    {"endpoint", PieceKind::endpoint, TemplatePlace::row},
    {"application", PieceKind::application, TemplatePlace::row},
    {"protocol", PieceKind::protocol, TemplatePlace::row},
    {"event", PieceKind::event, TemplatePlace::line},
    {"time", PieceKind::time, TemplatePlace::line},
    {"key", PieceKind::key, TemplatePlace::attribute},
    {"value", PieceKind::value, TemplatePlace::attribute},
    {"pair", PieceKind::pair, TemplatePlace::attribute},
};

bool may_stand(const OtherField& field, TemplatePlace place) {
    return field.place == TemplatePlace::row || field.place == place;
}

/// Reads templates piece by piece.
class Reader {
   public:
    /// Both arguments must outlive the reader.
    Reader(const Template& source, TextBuffer& reason)
        : rest_(source.text), source_(source), reason_(reason) {}

    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    /// Where the next piece begins.
    [[nodiscard]] std::size_t position() const { return source_.text.size() - rest_.size(); }
    /// The next piece. False, with a reason, if the template is malformed there.
    [[nodiscard]] bool next(Piece& out);

   private:
    [[nodiscard]] bool read_field(Piece& out);
    [[nodiscard]] bool read_name(std::string_view name, Piece& out) const;
    [[nodiscard]] bool read_escape(Piece& out);
    void explain_unknown_field(std::string_view name);
    std::string_view take(std::size_t size) {
        const std::string_view taken = slice(rest_, 0, size);
        rest_ = slice(rest_, size);
        return taken;
    }

    std::string_view rest_;
    const Template& source_;
    TextBuffer& reason_;
};

bool Reader::next(Piece& out) {
    out = {};
    out.escaper = source_.escaper;
    if (begins_with(rest_, "{{") || begins_with(rest_, "}}")) {
        out.text = slice(take(2), 1);
        return true;
    }
    switch (rest_.front()) {
        case '{':
            return read_field(out);
        case '\\':
            return read_escape(out);
        case '}':
            reason_.append("a '}' has no '{'; write '}}' for a brace");
            return false;
        default:
            out.text = take(rest_.find_first_of("{}\\"));
            return true;
    }
}

bool Reader::read_field(Piece& out) {
    const std::size_t end = rest_.find('}');
    if (end == std::string_view::npos) {
        reason_.append("a '{' has no '}'; write '{{' for a brace");
        return false;
    }
    const std::string_view content = slice(take(end + 1), 1, end - 1);
    // The key of an attribute may have a bar, too.
    const std::size_t bar = content.rfind('|');
    const std::string_view name = slice(content, 0, bar);
    if (bar != std::string_view::npos && !parse_escaper(slice(content, bar + 1), out.escaper)) {
        reason_.append("unknown escaper ");
        append_cited(reason_, slice(content, bar + 1));
        reason_.append("; known are");
        append_escaper_names(reason_);
        return false;
    }
    if (read_name(name, out)) return true;
    explain_unknown_field(name);
    return false;
}

bool Reader::read_name(std::string_view name, Piece& out) const {
    for (std::size_t i = 0; i < field_count; ++i) {
        if (name != names[i].data()) continue;
        out.kind = PieceKind::field;
        out.field = static_cast<Field>(i);
        return true;
    }
    for (const OtherField& other : other_fields) {
        if (name != other.name || !may_stand(other, source_.place)) continue;
        out.kind = other.kind;
        return true;
    }
    const bool is_setting =
        source_.place != TemplatePlace::line && begins_with(name, setting_prefix);
    const std::string_view prefix = is_setting ? setting_prefix : attribute_prefix;
    if (!begins_with(name, prefix) || name == prefix) return false;
    out.kind = is_setting ? PieceKind::setting : PieceKind::attribute;
    out.text = slice(name, prefix.size());
    return true;
}

void Reader::explain_unknown_field(std::string_view name) {
    reason_.append("unknown field ");
    append_cited(reason_, name);
    reason_.append("; known are");
    for (const auto& known : names) reason_.append(" ").append(known.data());
    for (const OtherField& other : other_fields) {
        if (!may_stand(other, source_.place) || other.place == TemplatePlace::line) continue;
        reason_.append(" ").append(other.name);
    }
    reason_.append(" attr.KEY");
    reason_.append(source_.place == TemplatePlace::line ? ", and with --watch event time"
                                                        : " set.KEY");
}

bool Reader::read_escape(Piece& out) {
    const std::string_view escape = take(2);
    if (escape == "\\n") {
        out.text = "\n";
    } else if (escape == "\\t") {
        out.text = "\t";
    } else if (escape == "\\\\" || escape == "\\%") {
        out.text = slice(escape, 1);
    } else if (escape != "\\\n") {
        reason_.append("only n, t, %, '\\' or the end of the line may follow a '\\'");
        return false;
    }
    return true;
}

/// Reads a template that was checked.
class Pieces {
   public:
    explicit Pieces(const Template& checked) : reader_(checked, no_reason_) {}

    /// False after the last piece.
    [[nodiscard]] bool next(Piece& out) {
        if (reader_.at_end()) return false;
        began_at_ = reader_.position();
        expects(reader_.next(out));
        return true;
    }
    /// Where the last piece begins.
    [[nodiscard]] std::size_t began_at() const { return began_at_; }

   private:
    std::size_t began_at_ = 0;
    TextBuffer no_reason_;
    Reader reader_;
};

/// `_http._tcp` is of the application "http" and of the protocol "tcp" (RFC 6763, 7).
std::string_view type_label(std::string_view type, PieceKind kind) {
    const std::size_t dot = type.find('.');
    const bool is_application = kind == PieceKind::application;
    const std::string_view label = is_application ? slice(type, 0, dot) : slice(type, dot + 1);
    return slice(label, 1);
}

class Writer {
   public:
    Writer(TextBuffer& out, const FoundServiceView& found, const TemplateValues& values)
        : out_(out), found_(found), values_(values) {}

    void append(const Piece& piece);

   private:
    void append_field_of(const Piece& piece);
    void append_list(const Piece& piece, const TextBuffer* given);
    void append_attribute_of(const Piece& piece);

    TextBuffer& out_;
    const FoundServiceView& found_;
    const TemplateValues& values_;
};

void Writer::append(const Piece& piece) {
    const auto escaped = [&](std::string_view text) {
        append_escaped_for(out_, piece.escaper, text);
    };
    switch (piece.kind) {
        case PieceKind::literal:
            out_.append(piece.text);
            return;
        case PieceKind::field:
            return append_field_of(piece);
        case PieceKind::attribute:
            return append_attribute_of(piece);
        case PieceKind::setting: {
            std::string_view value;
            (void)find_setting(values_.settings, piece.text, value);
            out_.append(value);
            return;
        }
        case PieceKind::endpoint:
            return escaped(
                to_text(found_.address, found_.interface_name, found_.service.port).view());
        case PieceKind::application:
        case PieceKind::protocol:
            return escaped(type_label(found_.service.type, piece.kind));
        case PieceKind::event:
            return escaped(values_.event.event);
        case PieceKind::time:
            return escaped(values_.event.time);
        case PieceKind::key:
            return escaped(values_.attribute.key);
        case PieceKind::value:
            return escaped(values_.attribute.value);
        case PieceKind::pair:
            return escaped(values_.pair);
    }
}

/// Numbers are never escaped, and need no quotes anywhere.
void Writer::append_field_of(const Piece& piece) {
    switch (piece.field) {
        case Field::addresses:
            return append_list(piece, values_.addresses);
        case Field::attributes:
            return append_list(piece, values_.attributes);
        case Field::port:
        case Field::rtt_us:
            return append_field(out_, piece.field, found_);
        default:
            break;
    }
    FieldScratch scratch;
    std::string_view text = field_text(piece.field, found_, scratch);
    // So that columns stay in place.
    if (piece.field == Field::host && piece.escaper == Escaper::text) text = shown_host(text);
    append_escaped_for(out_, piece.escaper, text);
}

void Writer::append_list(const Piece& piece, const TextBuffer* given) {
    TextBuffer list;
    if (given == nullptr) append_field(list, piece.field, found_);
    const TextBuffer& text = given == nullptr ? list : *given;
    if (!text.ok()) {
        out_.fail();
    } else if (given != nullptr || piece.escaper == Escaper::text) {
        out_.append(text.view());
    } else {
        append_escaped_for(out_, piece.escaper, text.view());
    }
}

void Writer::append_attribute_of(const Piece& piece) {
    Attribute attribute;
    (void)found_.service.attributes.find(piece.text, attribute);
    append_escaped_for(out_, piece.escaper, attribute.value);
}

}  // namespace

bool find_setting(std::span<const Setting> settings, std::string_view key, std::string_view& out) {
    const auto found = std::ranges::find(settings, key, &Setting::key);
    out = found == settings.end() ? std::string_view() : found->value;
    return found != settings.end();
}

bool check_template(const Template& checked, TemplateMistake& mistake) {
    Reader reader(checked, mistake.reason);
    while (!reader.at_end()) {
        Piece piece;
        mistake.at = reader.position();
        if (!reader.next(piece)) return false;
    }
    return true;
}

bool check_settings(const Template& checked, std::span<const Setting> settings,
                    TemplateMistake& mistake) {
    Pieces pieces(checked);
    Piece piece;
    while (pieces.next(piece)) {
        std::string_view value;
        if (piece.kind != PieceKind::setting || find_setting(settings, piece.text, value)) continue;
        mistake.reason.append("it needs --set ").append(piece.text).append("=VALUE");
        mistake.at = pieces.began_at();
        return false;
    }
    return true;
}

bool has_setting(const Template& checked, std::string_view key) {
    Pieces pieces(checked);
    Piece piece;
    while (pieces.next(piece)) {
        if (piece.kind == PieceKind::setting && piece.text == key) return true;
    }
    return false;
}

bool has_event_fields(const Template& checked) {
    Pieces pieces(checked);
    Piece piece;
    while (pieces.next(piece)) {
        if (piece.kind == PieceKind::event || piece.kind == PieceKind::time) return true;
    }
    return false;
}

void append_by_template(TextBuffer& out, const Template& checked, const FoundServiceView& found,
                        const TemplateValues& values) {
    Writer writer(out, found, values);
    Pieces pieces(checked);
    Piece piece;
    while (pieces.next(piece)) writer.append(piece);
}

}  // namespace mpdisc::cli
