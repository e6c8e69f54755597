// SPDX-License-Identifier: MIT
//
// Prints the vectors and thousands of damaged copies of them, one a line: what the library says of
// the datagram ("none", or the name of its wire::DecodeError, or "bad_auth"), and its bytes in
// hexadecimal. Other decoders must come to the same judgement.
#include <cstdio>
#include <set>

#include "tests/vectors/fields.h"

namespace mpdisc::testing {
namespace {

constexpr std::uint16_t auth_field = 35;
constexpr std::size_t auth_value_bytes = 24;

const char* to_text(wire::DecodeError error) {
    switch (error) {
        case wire::DecodeError::none:
            return "none";
        case wire::DecodeError::too_short:
            return "too_short";
        case wire::DecodeError::bad_magic:
            return "bad_magic";
        case wire::DecodeError::bad_length:
            return "bad_length";
        case wire::DecodeError::unknown_type:
            return "unknown_type";
        case wire::DecodeError::truncated_field:
            return "truncated_field";
        case wire::DecodeError::unknown_critical_field:
            return "unknown_critical_field";
        case wire::DecodeError::repeated_field:
            return "repeated_field";
        case wire::DecodeError::missing_field:
            return "missing_field";
        case wire::DecodeError::bad_value:
            return "bad_value";
    }
    return "";
}

/// Whether the valid message has AUTH once, as its last field and with its length, or not at all.
bool auth_holds(const Datagram& datagram) {
    const RawFields fields = split_message(datagram);
    for (std::size_t n = 0; n < fields.size(); ++n) {
        if (fields[n].type != auth_field) continue;
        if (n + 1 != fields.size() || fields[n].value.size() != auth_value_bytes) return false;
    }
    return true;
}

const char* judgement_of(const Datagram& datagram) {
    const wire::DecodeError error = decode_any(datagram).error;
    if (error == wire::DecodeError::none && !auth_holds(datagram)) return "bad_auth";
    return to_text(error);
}

/// Prints each datagram once.
void print(const Datagram& datagram) {
    static std::set<Datagram> printed;
    if (!printed.insert(datagram).second) return;
    std::printf("%s ", judgement_of(datagram));
    for (const std::uint8_t byte : datagram) std::printf("%02x", byte);
    std::printf("\n");
}

/// With another length in the header and the right one.
void print_with_length(const Datagram& datagram) {
    print(datagram);
    if (datagram.size() < header_bytes) return;
    Datagram agreed = datagram;
    write_u16(agreed, 6, agreed.size() - header_bytes);
    print(agreed);
}

void cut_and_lengthen(const Datagram& whole) {
    for (std::size_t size = 0; size < whole.size(); ++size) {
        print_with_length({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)});
    }
    for (Datagram longer = whole; longer.size() <= whole.size() + 5;) {
        longer.push_back(0);
        print_with_length(longer);
    }
}

void bend_lengths(const Datagram& whole) {
    std::vector<std::size_t> offsets = length_offsets(whole);
    offsets.push_back(6);
    for (const std::size_t at : offsets) {
        const std::size_t right = read_u16(whole, at);
        for (const std::size_t wrong :
             {right + 1, right - 1, std::size_t{0}, std::size_t{0xFFFF}}) {
            Datagram changed = whole;
            write_u16(changed, at, wrong);
            print(changed);
        }
    }
}

/// Flips each bit of the header, and one bit of each further byte, in turn the first to the eighth.
void flip_bits(const Datagram& whole) {
    for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
        if (bit / 8 >= header_bytes && bit % 8 != bit / 8 % 8) continue;
        Datagram changed = whole;
        changed[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
        print(changed);
    }
}

/// Calls `use` with each list of fields that differs from `fields` in one of them.
template <typename Use>
void change_fields(const RawFields& fields, Use use) {
    for (std::size_t n = 0; n < fields.size(); ++n) {
        use(without(fields, n));
        use(with(fields, n, fields[n]));
        use(with(fields, fields.size(), fields[n]));
        RawFields changed = fields;
        changed[n].value.clear();
        use(changed);
        changed[n].value = fields[n].value;
        changed[n].value.push_back(0);
        use(changed);
        changed[n].value.pop_back();
        if (!changed[n].value.empty()) changed[n].value.pop_back();
        use(changed);
        changed[n].value.assign(fields[n].value.size(), 0);
        use(changed);
        changed[n].value.assign(fields[n].value.size(), 0xFF);
        use(changed);
    }
    for (const unsigned critical : {0U, 0x8000U}) {
        for (unsigned low = 0; low < 64; ++low) {
            const auto type = static_cast<std::uint16_t>(critical | low);
            use(with(fields, 0, {type, {}}));
            use(with(fields, fields.size(), {type, {1, 2}}));
        }
    }
}

/// Attributes of the most bytes that are allowed, and of one more.
void print_large_attributes() {
    const Datagram whole = load_vector("client_discovery_request");
    Datagram attributes;
    for (char key = 'a'; key < 'e'; ++key) {
        attributes.insert(attributes.end(), {255, static_cast<std::uint8_t>(key), '='});
        attributes.resize(attributes.size() + 253, 'x');
    }
    const RawFields fields = split_message(whole);
    print(with_fields(whole, with(fields, 0, {0x802A, attributes})));
    attributes.insert(attributes.end(), {1, 'e'});
    print(with_fields(whole, with(fields, 0, {0x802A, attributes})));
}

void damage(const Datagram& whole) {
    print(whole);
    cut_and_lengthen(whole);
    bend_lengths(whole);
    flip_bits(whole);
    const RawFields fields = split_message(whole);
    change_fields(fields, [&](const RawFields& changed) { print(with_fields(whole, changed)); });
    for (std::size_t n = 0; n < fields.size(); ++n) {
        if (!is_nested(fields[n].type)) continue;
        change_fields(split_fields(fields[n].value, 0), [&](const RawFields& inner) {
            RawFields changed = fields;
            changed[n].value = join_fields({}, inner);
            print(with_fields(whole, changed));
        });
    }
}

}  // namespace
}  // namespace mpdisc::testing

int main() {
    using namespace mpdisc::testing;
    print_large_attributes();
    for (const std::string& name : vector_names()) damage(load_vector(name));
    for (const char* const name :
         {"sealed/client_discovery_request", "sealed/service_advertisement"}) {
        damage(load_vector(name));
    }
}
