// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "mpdisc/address.h"
#include "mpdisc/limits.h"
#include "wire/control_messages.h"

namespace mpdisc::core {

/// A way by which a request came to this host.
struct RequestPath {
    std::uint32_t if_index = 0;
    Family family = Family::any;
    bool over_loopback = false;

    friend bool operator==(const RequestPath&, const RequestPath&) = default;
};

/// Whether a provider with that reach is asked by what came that way. Over loopback always: a
/// provider can be found on its own host.
[[nodiscard]] inline bool reaches(const wire::Reach& reach, const RequestPath& path) {
    if (path.over_loopback) return true;
    const bool family_suits = reach.family == Family::any || reach.family == path.family;
    return family_suits && (reach.if_index == 0 || reach.if_index == path.if_index);
}

/// The ways by which one attempt of a request has come so far. Each provider is asked by the first
/// one that reaches it; rosters count the providers that any of them reaches.
class RequestPaths {
   public:
    /// False where the attempt came that way before, or by too many others.
    [[nodiscard]] bool add(const RequestPath& path) {
        const auto known = all();
        if (std::ranges::find(known, path) != known.end()) return false;
        if (count_ == paths_.size()) return false;
        paths_[count_++] = path;
        return true;
    }

    /// Nobody was asked by the way added last.
    void remove_last() { --count_; }

    [[nodiscard]] bool is_first() const { return count_ == 1; }
    /// Whether the way added last is the first one that reaches the provider.
    [[nodiscard]] bool asks_now(const wire::Reach& reach) const {
        return count_ != 0 && reaches(reach, paths_[count_ - 1]) &&
               !any_reaches(all().first(count_ - 1), reach);
    }
    /// Whether any way so far reaches it.
    [[nodiscard]] bool asks(const wire::Reach& reach) const { return any_reaches(all(), reach); }

   private:
    [[nodiscard]] std::span<const RequestPath> all() const {
        return std::span(paths_).first(count_);
    }
    [[nodiscard]] static bool any_reaches(std::span<const RequestPath> paths,
                                          const wire::Reach& reach) {
        return std::ranges::any_of(paths,
                                   [&](const RequestPath& path) { return reaches(reach, path); });
    }

    std::array<RequestPath, limits::request_paths_max> paths_;
    std::size_t count_ = 0;
};

}  // namespace mpdisc::core
