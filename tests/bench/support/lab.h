// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "tests/bench/support/figures.h"
#include "tests/bench/support/providers.h"

namespace mpdisc::bench {

/// One host's providers, and the figures.
class Lab {
   public:
    /// `directory` has the programs.
    Lab(const std::string& directory, Figures& figures)
        : providers_(directory + "/mpdisc-provider"),
          probe_(directory + "/mpdisc-probe"),
          figures_(figures) {}

    [[nodiscard]] Providers& providers() { return providers_; }
    [[nodiscard]] const Providers& providers() const { return providers_; }
    [[nodiscard]] const std::string& probe() const { return probe_; }
    [[nodiscard]] Figures& figures() { return figures_; }

    /// Waits until all are registered, and a little longer; sets primary(). False if it takes too
    /// long.
    [[nodiscard]] bool settle();
    /// The same, and waits until the primary claims that its list is complete. Before that, probes
    /// ask again.
    [[nodiscard]] bool settle_long();
    [[nodiscard]] pid_t primary() const { return primary_; }
    /// A secondary, another one each time.
    [[nodiscard]] pid_t next_secondary();
    /// All processes except that one.
    [[nodiscard]] std::vector<pid_t> all_but(pid_t process) const;

   private:
    Providers providers_;
    std::string probe_;
    Figures& figures_;
    pid_t primary_ = 0;
    std::size_t last_secondary_ = 0;
};

}  // namespace mpdisc::bench
