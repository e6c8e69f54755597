// SPDX-License-Identifier: MIT
#include "tests/sim/pace.h"

#include <cmath>

namespace mpdisc::sim {

std::uint64_t side_loss_ppm(std::uint64_t loss_permille) {
    const double comes = 1.0 - static_cast<double>(loss_permille) / 1000.0;
    return static_cast<std::uint64_t>(std::lround(1e6 * (1.0 - std::sqrt(comes))));
}

}  // namespace mpdisc::sim
