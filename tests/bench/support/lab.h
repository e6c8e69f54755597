// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "tests/bench/support/figures.h"
#include "tests/bench/support/providers.h"

namespace mpdisc::bench {

/// One host's providers, and where what is measured goes.
class Lab {
   public:
    /// The programs are in `directory`.
    Lab(const std::string& directory, Figures& figures)
        : providers_(directory + "/mpdisc-provider"),
          probe_(directory + "/mpdisc-probe"),
          figures_(figures) {}

    [[nodiscard]] Providers& providers() { return providers_; }
    [[nodiscard]] const Providers& providers() const { return providers_; }
    [[nodiscard]] const std::string& probe() const { return probe_; }
    [[nodiscard]] Figures& figures() { return figures_; }

    /// Waits until all are registered, and a little more; sets primary(). False after a while.
    [[nodiscard]] bool settle();
    /// The same, and until the primary is sure that it knows all: a new one is not, and has probes
    /// ask again.
    [[nodiscard]] bool settle_long();
    [[nodiscard]] pid_t primary() const { return primary_; }
    /// One that is not the primary, another one each time.
    [[nodiscard]] pid_t next_secondary();
    /// All but that one.
    [[nodiscard]] std::vector<pid_t> all_but(pid_t process) const;

   private:
    Providers providers_;
    std::string probe_;
    Figures& figures_;
    pid_t primary_ = 0;
    std::size_t last_secondary_ = 0;
};

}  // namespace mpdisc::bench
