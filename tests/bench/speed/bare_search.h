// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include "tests/bench/speed/bare_loops.h"
#include "tests/bench/support/probing.h"
#include "tests/bench/support/tap.h"

namespace mpdisc::bench {

/// The sizes of a search's datagrams, without IP and UDP headers.
struct SearchSizes {
    std::size_t request = 0;
    std::size_t notification = 0;
    std::size_t answer = 0;

    /// As the tap saw a search that found services. The notification does not pass the cable, so
    /// the codec says how long it is. All 0 if the search found nothing.
    [[nodiscard]] static SearchSizes of(const Traffic& search);
};

/// The floor of a whole search: a host with as many processes as services, which answer a client
/// without any processing.
class BareHost {
   public:
    /// Starts that many processes in the network namespace of this process.
    BareHost(std::size_t processes, const SearchSizes& sizes);

    /// The first one is the server.
    [[nodiscard]] std::vector<pid_t> processes() const;
    /// Asks once, from the client's host. Counts the answers until all processes have answered, or
    /// none comes for a while.
    [[nodiscard]] ProbeRun search() const;

   private:
    SearchSizes sizes_;
    BareSecondaries secondaries_;
    BareServer server_;
};

}  // namespace mpdisc::bench
