// SPDX-License-Identifier: MIT
#include "tests/bench/support/work_directory.h"

#include <cstdlib>
#include <filesystem>

namespace mpdisc::bench {

WorkDirectory::WorkDirectory() {
    if (mkdtemp(path_.data()) == nullptr) path_.clear();
}

WorkDirectory::~WorkDirectory() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace mpdisc::bench
