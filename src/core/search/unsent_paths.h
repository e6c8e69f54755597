// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "mpdisc/address.h"
#include "mpdisc/fixed_string.h"
#include "mpdisc/found_service.h"
#include "mpdisc/limits.h"

namespace mpdisc::core {

/// By which ways the system refused to send requests: each interface once, and each address to
/// which they should have gone by no certain one. Keeps limits::unsent_paths_max of them.
class UnsentPaths {
   public:
    /// `interface_name`: empty where the interface has none, or there is none.
    void note(std::string_view interface_name, const IpAddress& to) {
        Path path;
        if (interface_name.empty() || !path.interface_name.assign(interface_name)) {
            path.address = to;
        }
        const std::span<const Path> known = std::span(paths_).first(count_);
        if (count_ == paths_.size() || std::ranges::find(known, path) != known.end()) return;
        paths_[count_++] = path;
    }
    /// Each once. `out` is valid as long as this.
    [[nodiscard]] bool next(UnsentPath& out) {
        if (told_ == count_) return false;
        const Path& path = paths_[told_++];
        out = {path.interface_name.view(), path.address};
        return true;
    }

   private:
    struct Path {
        FixedString<limits::interface_name_max> interface_name;
        IpAddress address;

        friend bool operator==(const Path&, const Path&) = default;
    };

    std::array<Path, limits::unsent_paths_max> paths_{};
    std::size_t count_ = 0;
    std::size_t told_ = 0;
};

}  // namespace mpdisc::core
