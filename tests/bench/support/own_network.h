// SPDX-License-Identifier: MIT
#pragma once

namespace mpdisc::bench {

/// Moves this process, and who it starts from now on, to a network of its own that has nothing but
/// its loopback interface. It takes root, or a kernel that lets users make user namespaces; else
/// false.
[[nodiscard]] bool enter_own_network();
/// The same once more, for a program that is in one already and makes a second host.
[[nodiscard]] bool enter_another_network();

}  // namespace mpdisc::bench
