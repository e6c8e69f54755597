// SPDX-License-Identifier: MIT
#pragma once

namespace mpdisc::bench {

/// Moves this process, and programs that it starts from then on, to a new network that has only a
/// loopback interface. False without root, unless the kernel lets users make user namespaces.
[[nodiscard]] bool enter_own_network();
/// The same for a program that is already in its own network and makes a second host.
[[nodiscard]] bool enter_another_network();

/// A descriptor of this process's network, for enter_network(). Closing it does not end the network
/// while a process is there.
[[nodiscard]] int current_network();
/// Moves this process, and programs that it starts from then on, to that network.
void enter_network(int network);
/// Makes addresses of new interfaces here usable at once.
void skip_duplicate_address_detection();

}  // namespace mpdisc::bench
