// SPDX-License-Identifier: MIT
#pragma once

namespace mpdisc::cli {

/// Whether stdout shows colours: it is a terminal that has them, and NO_COLOR is not set
/// (no-color.org).
[[nodiscard]] bool output_has_colours();

}  // namespace mpdisc::cli
