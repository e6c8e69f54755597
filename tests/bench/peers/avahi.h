// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>

#include "tests/bench/support/probing.h"
#include "tests/bench/support/work_directory.h"

namespace mpdisc::bench {

/// A host's avahi-daemon, with a message bus of its own.
class AvahiHost {
   public:
    /// Starts it on the host where this process is; its services are static ones. `sources`: where
    /// the directory of this file is.
    AvahiHost(const std::string& sources, const std::string& name, const std::string& interface,
              std::size_t services);
    ~AvahiHost();
    AvahiHost(const AvahiHost&) = delete;
    AvahiHost& operator=(const AvahiHost&) = delete;

    /// Empty: it and what it needs are installed, and may be started by this user.
    [[nodiscard]] static std::string why_not(const std::string& sources);

    /// Whether it speaks to its message bus by now.
    [[nodiscard]] bool await_start() const;
    /// Browses as a user of this host would: avahi-browse -rpt.
    [[nodiscard]] ProbeRun browse() const;
    /// 0: it does not run.
    [[nodiscard]] pid_t process() const;

   private:
    WorkDirectory directory_;
    std::string bus_;
    pid_t holder_ = 0;
};

}  // namespace mpdisc::bench
