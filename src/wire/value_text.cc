// SPDX-License-Identifier: MIT
#include "wire/value_text.h"

#include <algorithm>
#include <array>

#include "mpdisc/address.h"
#include "mpdisc/counters.h"
#include "mpdisc/text.h"

namespace mpdisc::wire {
namespace {

/// Of longer bytes and lists, only the beginning is shown. The second number is a multiple of the
/// size of an element of each list.
constexpr std::size_t shown_bytes_max = 32;
constexpr std::size_t shown_list_bytes_max = 56;

enum class Kind : std::uint8_t {
    u8,
    u16,
    u32,
    u64,
    hex32,
    hex64,
    id,
    address,
    text,
    attributes,
    bytes,
    padding,
    flags,
    code,
    counter,
    /// Nothing.
    none,
};
constexpr char kind_names[] =
    "u8\0"
    "u16\0"
    "u32\0"
    "u64\0"
    "hex32\0"
    "hex64\0"
    "id\0"
    "address\0"
    "text\0"
    "attributes\0"
    "bytes\0"
    "padding\0"
    "flags\0"
    "code\0"
    "counter\0"
    "none";
constexpr auto kind_last = static_cast<std::size_t>(Kind::none);
static_assert(count_texts(kind_names) == kind_last + 1);

struct Part {
    Kind kind = Kind::none;
    /// Empty if it has none.
    std::string_view name;
    std::string_view words;
    bool is_optional = false;
};

/// Takes what stands before the next `end` off the front of `text`, or all of it.
std::string_view take_until(std::string_view& text, char end) {
    const std::size_t at = text.find(end);
    const std::string_view taken = slice(text, 0, at);
    text = at == std::string_view::npos ? std::string_view{} : slice(text, at + 1);
    return taken;
}

/// Kind::none for all other names.
Kind read_kind(std::string_view name) {
    std::size_t n = 0;
    while (n < kind_last && name != nth_text(kind_names, n)) ++n;
    return static_cast<Kind>(n);
}

Part read_part(std::string_view text) {
    Part part;
    part.is_optional = text.ends_with('?');
    if (part.is_optional) text.remove_suffix(1);
    if (text.find(':') != std::string_view::npos) part.name = take_until(text, ':');
    part.kind = read_kind(take_until(text, '='));
    part.words = text;
    return part;
}

/// Writes into the text of a value, as long as there is room.
class Output {
   public:
    explicit Output(DescribedField& field) : text_(field.value) { text_.clear(); }

    Output& add(std::string_view text) {
        constexpr std::size_t room = DescribedField::value_max - sizeof " ...";
        const std::size_t left = is_cut_ ? 0 : room - text_.size();
        static_cast<void>(text_.append(slice(text, 0, left)));
        if (text.size() > left) cut();
        return *this;
    }
    Output& add_number(std::uint64_t number, unsigned base = 10) {
        return add(NumberText(number, base).view());
    }
    /// A number with all its leading zeros.
    void add_hex(Bytes bytes) {
        constexpr std::string_view digits = "0123456789abcdef";
        for (const std::uint8_t byte : bytes.first(std::min(bytes.size(), shown_bytes_max))) {
            add(slice(digits, byte >> 4, 1)).add(slice(digits, byte & 15, 1));
        }
        if (bytes.size() > shown_bytes_max) cut();
    }
    void cut() {
        if (!is_cut_) static_cast<void>(text_.append(" ..."));
        is_cut_ = true;
    }
    [[nodiscard]] bool is_empty() const { return text_.empty(); }

   private:
    FixedString<DescribedField::value_max>& text_;
    bool is_cut_ = false;
};

void write_code(std::string_view words, std::uint8_t code, Output& out) {
    std::string_view word;
    for (unsigned n = 0; n <= code; ++n) word = take_until(words, ',');
    word.empty() ? out.add_number(code) : out.add(word);
}

void write_flags(std::string_view words, unsigned flags, Output& out) {
    if (flags == 0) out.add("none");
    for (const char* comma = ""; flags != 0; flags >>= 1) {
        const std::string_view word = take_until(words, ',');
        if ((flags & 1) == 0) continue;
        out.add(comma).add(word.empty() ? "unknown" : word);
        comma = ",";
    }
}

void write_counter(std::uint16_t number, Output& out) {
    if (number >= counter_count) return static_cast<void>(out.add_number(number));
    out.add(to_text(static_cast<Counter>(number)));
}

/// Each of them in quotes, behind a byte that says how long it is.
void write_attributes(ValueReader& value, Output& out) {
    for (const char* space = ""; !value.is_empty() && !value.has_failed(); space = " ") {
        ValueReader attribute(value.bytes(value.u8()));
        out.add(space).add("\"").add(attribute.text()).add("\"");
    }
}

/// A number with its unit, if it has one.
void write_number(std::string_view unit, std::uint64_t number, Output& out) {
    out.add_number(number);
    if (!unit.empty()) out.add(" ").add(unit);
}

void write_part(const Part& part, ValueReader& value, Output& out) {
    switch (part.kind) {
        case Kind::u8:
            return write_number(part.words, value.u8(), out);
        case Kind::u16:
            return write_number(part.words, value.u16(), out);
        case Kind::u32:
            return write_number(part.words, value.u32(), out);
        case Kind::u64:
            return write_number(part.words, value.u64(), out);
        case Kind::hex32:
            return out.add("0x").add_hex(value.bytes(4));
        case Kind::hex64:
            return out.add("0x").add_hex(value.bytes(8));
        case Kind::id:
            return out.add_hex(value.bytes(16));
        case Kind::address:
            return static_cast<void>(out.add(mpdisc::to_text(value.address()).view()));
        case Kind::text:
            return static_cast<void>(out.add(value.text()));
        case Kind::attributes:
            return write_attributes(value, out);
        case Kind::bytes:
            return out.add_hex(value.remaining());
        case Kind::padding:
            return write_number("bytes", value.remaining().size(), out);
        case Kind::flags:
            return write_flags(part.words, value.u8(), out);
        case Kind::code:
            return write_code(part.words, value.u8(), out);
        case Kind::counter:
            return write_counter(value.u16(), out);
        case Kind::none:
            break;
    }
}

void write_parts(std::string_view parts, ValueReader& value, Output& out) {
    while (!parts.empty()) {
        const Part part = read_part(take_until(parts, ' '));
        if (part.is_optional && value.is_empty()) continue;
        if (!out.is_empty()) out.add(" ");
        if (!part.name.empty()) out.add(part.name).add("=");
        write_part(part, value, out);
    }
}

/// Elements of the same parts.
void write_list(std::string_view parts, ValueReader& value, Output& out) {
    while (!value.is_empty() && !value.has_failed()) write_parts(parts, value, out);
}

}  // namespace

void write_value(std::string_view parts, Bytes value, DescribedField& field) {
    constexpr std::string_view list_mark = "* ";
    const bool is_list = begins_with(parts, list_mark);
    const bool is_cut = is_list && value.size() > shown_list_bytes_max;
    ValueReader reader(is_cut ? value.first(shown_list_bytes_max) : value);
    Output out(field);
    if (is_list) {
        write_list(slice(parts, list_mark.size()), reader, out);
    } else {
        write_parts(parts, reader, out);
    }
    if (is_cut) out.cut();
    if (reader.finish() == DecodeError::none) return;
    Output(field).add("malformed ").add_hex(value);
}

}  // namespace mpdisc::wire
