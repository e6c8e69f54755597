// SPDX-License-Identifier: MIT
#include "cli/code_point.h"

#include "mpdisc/text.h"

namespace mpdisc::cli {

namespace {

std::size_t size_by_lead_byte(unsigned char lead) {
    if (lead < 0x80) return 1;
    if (lead < 0xe0) return 2;
    if (lead < 0xf0) return 3;
    return 4;
}

}  // namespace

CodePoint first_code_point(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t size = size_by_lead_byte(lead);
    const std::string_view bytes = slice(text, 0, size);
    if (bytes.size() != size || !is_utf8(bytes)) return {lead, 1, false};

    char32_t value = size == 1 ? lead : lead & (0x7fU >> size);
    for (const char c : slice(bytes, 1)) {
        value = (value << 6) | (static_cast<unsigned char>(c) & 0x3fU);
    }
    return {value, size, true};
}

}  // namespace mpdisc::cli
