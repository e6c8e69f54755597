// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <vector>

#include "tests/bench/support/setup.h"
#include "tests/bench/support/work_directory.h"
#include "tests/bench/watch/network.h"

namespace mpdisc::bench {

/// Ten providers on a host, which offer a thousand services.
class ThousandServices {
   public:
    static constexpr std::size_t count = 1000;

    ThousandServices(const Setup& setup, const Network& network, std::size_t host);
    ~ThousandServices();
    ThousandServices(const ThousandServices&) = delete;
    ThousandServices& operator=(const ThousandServices&) = delete;

   private:
    WorkDirectory directory_;
    std::vector<pid_t> processes_;
};

}  // namespace mpdisc::bench
