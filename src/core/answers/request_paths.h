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

/// A path by which a request came to this host. The answer goes back by the same path.
struct RequestPath {
    std::uint32_t if_index = 0;
    /// A hash of the address of the client, which may have several on one link.
    std::uint32_t client_hash = 0;
    Family family = Family::any;
    bool over_loopback = false;

    friend bool operator==(const RequestPath&, const RequestPath&) = default;
};

/// Whether a request that came by this path is for a provider with this reach. On loopback it
/// always is, because each provider can be found on its own host.
[[nodiscard]] inline bool reaches(const wire::Reach& reach, const RequestPath& path) {
    if (path.over_loopback) return true;
    const bool family_suits = reach.family == Family::any || reach.family == path.family;
    return family_suits && (reach.if_index == 0 || reach.if_index == path.if_index);
}

/// The paths by which one attempt of a request has come so far. A path either asked the providers
/// that it reaches, or was passed over for a better one.
class RequestPaths {
   public:
    /// False if this path has come before, or there are too many.
    [[nodiscard]] bool can_add(const RequestPath& path) const {
        return count_ != paths_.size() && std::ranges::find(all(), path) == all().end();
    }
    /// can_add() MUST be true.
    void add(const RequestPath& path, bool is_passed_over) {
        if (is_passed_over) passed_over_ |= bit_of(count_);
        paths_[count_++] = path;
    }

    [[nodiscard]] bool empty() const { return count_ == 0; }
    void let_each_ask() { each_asks_ = true; }
    /// True: each path asks a provider. False: only the first path that reaches it does.
    [[nodiscard]] bool each_asks() const { return each_asks_; }
    [[nodiscard]] bool has_asked() const { return first_asking() != nullptr; }
    /// Whether a path that asked reaches this provider.
    [[nodiscard]] bool has_asked(const wire::Reach& reach) const {
        for (std::size_t n = 0; n < count_; ++n) {
            if (!is_passed_over(n) && reaches(reach, paths_[n])) return true;
        }
        return false;
    }
    /// Whether any path reaches this provider.
    [[nodiscard]] bool any_reaches(const wire::Reach& reach) const {
        return std::ranges::any_of(all(),
                                   [&](const RequestPath& path) { return reaches(reach, path); });
    }

    [[nodiscard]] std::span<const RequestPath> all() const {
        return std::span(paths_).first(count_);
    }
    [[nodiscard]] bool has_passed_over(const RequestPath& path) const {
        for (std::size_t n = 0; n < count_; ++n) {
            if (paths_[n] == path) return is_passed_over(n);
        }
        return false;
    }
    /// The first path that asked; null if none did.
    [[nodiscard]] const RequestPath* first_asking() const {
        for (std::size_t n = 0; n < count_; ++n) {
            if (!is_passed_over(n)) return &paths_[n];
        }
        return nullptr;
    }

   private:
    [[nodiscard]] static std::uint32_t bit_of(std::size_t n) { return std::uint32_t{1} << n; }
    [[nodiscard]] bool is_passed_over(std::size_t n) const {
        return (passed_over_ & bit_of(n)) != 0;
    }

    std::array<RequestPath, limits::request_paths_max> paths_;
    std::size_t count_ = 0;
    std::uint32_t passed_over_ = 0;
    bool each_asks_ = false;

    static_assert(limits::request_paths_max < 32, "passed_over_ has a bit for each path");
};

/// One copy of a request, which came by one path after the others. The first path that reaches a
/// provider asks it, so that its answer comes once. If no answer has reached the client before,
/// each path asks.
struct RequestCopy {
    RequestPath path;
    const RequestPaths& before;

    /// Whether this copy asks the provider.
    [[nodiscard]] bool asks(const wire::Reach& reach) const {
        return reaches(reach, path) && (before.each_asks() || !before.has_asked(reach));
    }
    /// Whether this copy or an earlier one reaches the provider. Rosters count such providers.
    [[nodiscard]] bool is_for(const wire::Reach& reach) const {
        return reaches(reach, path) || before.any_reaches(reach);
    }
};

}  // namespace mpdisc::core
