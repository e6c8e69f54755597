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

/// The paths over which the system refused to send requests: each interface once, or the
/// destination if the request had no interface. Keeps limits::unsent_paths_max of them.
class UnsentPaths {
   public:
    /// `interface_name`: empty if there is no interface, or it has no name.
    void note(std::string_view interface_name, const IpAddress& to) {
        Path path;
        if (interface_name.empty() || !path.interface_name.assign(interface_name)) {
            path.address = to;
        }
        const std::span<const Path> known = std::span(paths_).first(count_);
        if (count_ == paths_.size() || std::ranges::find(known, path) != known.end()) return;
        paths_[count_++] = path;
    }
    /// Gives each path once. `out` is a view of this object.
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
