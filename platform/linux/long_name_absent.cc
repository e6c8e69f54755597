// SPDX-License-Identifier: MIT
#include "platform/linux/long_name.h"

namespace mpdisc::platform {

std::uint32_t index_of_long_name(std::string_view) {
    return 0;
}

}  // namespace mpdisc::platform
