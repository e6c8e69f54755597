// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <vector>

#include "tests/bench/support/probing.h"
#include "tests/bench/support/work_directory.h"

namespace mpdisc::bench {

/// A host's avahi-daemon with its own message bus.
class AvahiHost {
   public:
    /// Starts it on this process's host, with static services. `sources` is the path of
    /// tests/bench.
    AvahiHost(const std::string& sources, const std::string& name, const std::string& interface,
              std::size_t services);
    ~AvahiHost();
    AvahiHost(const AvahiHost&) = delete;
    AvahiHost& operator=(const AvahiHost&) = delete;

    /// Empty if the daemon and its needs are installed and this user may start it; else the reason.
    [[nodiscard]] static std::string why_not(const std::string& sources);

    /// Waits until it is connected to its message bus; false if that takes too long.
    [[nodiscard]] bool await_start() const;
    /// The command with this daemon's message bus.
    [[nodiscard]] std::vector<std::string> with_bus(const std::vector<std::string>& command) const;
    /// Runs avahi-browse -rpt on this host.
    [[nodiscard]] ProbeRun browse() const;
    /// 0 if it does not run.
    [[nodiscard]] pid_t process() const;

   private:
    WorkDirectory directory_;
    std::string bus_;
    pid_t holder_ = 0;
};

}  // namespace mpdisc::bench
