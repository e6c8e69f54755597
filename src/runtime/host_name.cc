// SPDX-License-Identifier: MIT
#include "mpdisc/host_name.h"

#include <array>

#include "mpdisc/text.h"
#include "platform/host.h"

namespace mpdisc {

FixedString<limits::host_name_max> system_host_name() {
    const FixedString<255> whole = platform::host_name();
    const std::string_view label = slice(whole.view(), 0, whole.view().find('.'));
    std::array<char, limits::host_name_max> text;
    const std::size_t size = to_name_text(label, text);
    FixedString<limits::host_name_max> name;
    (void)name.assign(size == 0 ? "localhost" : std::string_view(text.data(), size));
    return name;
}

}  // namespace mpdisc
