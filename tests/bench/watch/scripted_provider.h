// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <string>

#include "tests/bench/support/setup.h"
#include "tests/bench/support/work_directory.h"
#include "tests/bench/watch/network.h"

namespace mpdisc::bench {

/// A running provider whose services change on command (tests/support/scripted_provider.cc).
class ScriptedProvider {
   public:
    /// Starts it on that host.
    ScriptedProvider(const Setup& setup, const Network& network, std::size_t host);
    ~ScriptedProvider();
    ScriptedProvider(const ScriptedProvider&) = delete;
    ScriptedProvider& operator=(const ScriptedProvider&) = delete;

    void add(const std::string& service) const;
    /// Gives the service an attribute that it did not have.
    void update(const std::string& service);
    void remove(const std::string& service) const;

   private:
    void tell(const std::string& command) const;

    WorkDirectory directory_;
    pid_t process_ = 0;
    int commands_ = -1;
    int updates_ = 0;
};

}  // namespace mpdisc::bench
