// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>

#include "tests/bench/support/probing.h"
#include "tests/bench/support/work_directory.h"

namespace mpdisc::bench {

/// MiniSSDPd answers UPnP searches for all programs of its host.
class MiniSsdpd {
   public:
    MiniSsdpd() = default;
    ~MiniSsdpd();
    MiniSsdpd(const MiniSsdpd&) = delete;
    MiniSsdpd& operator=(const MiniSsdpd&) = delete;

    [[nodiscard]] static bool is_installed();
    /// Starts it on this process's host and submits this number of services.
    [[nodiscard]] bool start(const std::string& interface, std::size_t services);
    /// 0 if it does not run.
    [[nodiscard]] pid_t process() const;

   private:
    [[nodiscard]] bool submit(std::size_t number) const;

    WorkDirectory directory_;
    /// The process that holds the daemon's process namespace.
    pid_t holder_ = 0;
};

/// Searches for MiniSSDPd's services from this process's host, through the interface with `address`
/// and with the default receive buffer. Ends when all services or no more answers have arrived.
[[nodiscard]] ProbeRun search_upnp(const std::string& address, std::size_t services);

}  // namespace mpdisc::bench
