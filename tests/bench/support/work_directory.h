// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace mpdisc::bench {

/// An empty directory that is removed with its files by the destructor.
class WorkDirectory {
   public:
    WorkDirectory();
    ~WorkDirectory();
    WorkDirectory(const WorkDirectory&) = delete;
    WorkDirectory& operator=(const WorkDirectory&) = delete;

    [[nodiscard]] std::string file(const std::string& name) const { return path_ + "/" + name; }
    [[nodiscard]] const std::string& path() const { return path_; }

   private:
    std::string path_ = "/tmp/mpdisc-bench-XXXXXX";
};

}  // namespace mpdisc::bench
