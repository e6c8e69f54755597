// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <vector>

namespace mpdisc::bench {

/// Processes of mpdisc-provider with one service each.
class Providers {
   public:
    explicit Providers(std::string program) : program_(std::move(program)) {}
    ~Providers();
    Providers(const Providers&) = delete;
    Providers& operator=(const Providers&) = delete;

    /// Starts `count` providers one right after the other. False if the system refuses.
    [[nodiscard]] bool start(std::size_t count);
    [[nodiscard]] std::size_t count() const { return processes_.size(); }
    [[nodiscard]] const std::vector<pid_t>& processes() const { return processes_; }

    /// Reaps a killed provider and starts it again.
    [[nodiscard]] bool restart(pid_t killed);

   private:
    [[nodiscard]] pid_t start_one(std::size_t number) const;

    std::string program_;
    std::vector<pid_t> processes_;
};

}  // namespace mpdisc::bench
