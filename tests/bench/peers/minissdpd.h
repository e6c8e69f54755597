// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>

#include "tests/bench/support/probing.h"
#include "tests/bench/support/work_directory.h"

namespace mpdisc::bench {

/// MiniSSDPd, which answers searches of UPnP for all programs of its host.
class MiniSsdpd {
   public:
    MiniSsdpd() = default;
    ~MiniSsdpd();
    MiniSsdpd(const MiniSsdpd&) = delete;
    MiniSsdpd& operator=(const MiniSsdpd&) = delete;

    [[nodiscard]] static bool is_installed();
    /// Starts it on the host where this process is, and submits so many services to it.
    [[nodiscard]] bool start(const std::string& interface, std::size_t services);
    /// 0: it does not run.
    [[nodiscard]] pid_t process() const;

   private:
    [[nodiscard]] bool submit(std::size_t number) const;

    WorkDirectory directory_;
    /// Holds it: whatever ends that, ends the daemon.
    pid_t holder_ = 0;
};

/// Searches for MiniSSDPd's services from the host where this process is, by the interface of that
/// address, until all have come or none comes for a while; with a receive buffer of the default
/// size.
[[nodiscard]] ProbeRun search_upnp(const std::string& address, std::size_t services);

}  // namespace mpdisc::bench
