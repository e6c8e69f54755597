// SPDX-License-Identifier: MIT
#pragma once

namespace mpdisc::bench {

/// Moves this process, and programs that it starts from then on, to a new network that has only a
/// loopback interface. False without root, unless the kernel lets users make user namespaces.
[[nodiscard]] bool enter_own_network();
/// The same for a program that is already in its own network and makes a second host.
[[nodiscard]] bool enter_another_network();

}  // namespace mpdisc::bench
