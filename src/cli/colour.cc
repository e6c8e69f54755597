// SPDX-License-Identifier: MIT
#include "cli/colour.h"

#include <cstdlib>

#include "program/console.h"

namespace mpdisc::cli {

bool output_has_colours() {
    const char* const refusal = std::getenv("NO_COLOR");
    const bool is_refused = refusal != nullptr && *refusal != '\0';
    return !is_refused && enable_colours(StandardStream::output);
}

}  // namespace mpdisc::cli
