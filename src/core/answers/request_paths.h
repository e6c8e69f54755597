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

/// A path by which a request came to this host, and by which its answer goes back.
struct RequestPath {
    std::uint32_t if_index = 0;
    /// Stands for the client's address: a client may have several on one link.
    std::uint32_t client_hash = 0;
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

/// The paths by which one attempt of a request has come so far. Each provider is asked by the first
/// path that reaches it, so that an answer comes once; or by each path, where no answer has reached
/// the client before. Rosters count the providers that any path reaches.
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

    /// Nobody was asked by the path added last.
    void remove_last() { --count_; }
    /// The path added last is left out: another one is to ask.
    void pass_over_last() { passed_over_ |= bit_of(count_ - 1); }

    [[nodiscard]] bool is_first() const { return count_ == 1; }
    void let_each_ask() { each_asks_ = true; }
    /// Whether each path asks, or the first one alone.
    [[nodiscard]] bool each_asks() const { return each_asks_; }
    /// Whether a path before the last one has asked.
    [[nodiscard]] bool has_asked_before() const {
        return count_ != 0 && (passed_over_ | bit_of(count_ - 1)) != bit_of(count_) - 1;
    }
    /// Whether the path added last asks the provider.
    [[nodiscard]] bool asks_now(const wire::Reach& reach) const {
        return count_ != 0 && reaches(reach, paths_[count_ - 1]) &&
               (each_asks_ || !was_asked(reach));
    }
    /// Whether any path so far reaches it.
    [[nodiscard]] bool asks(const wire::Reach& reach) const {
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
    /// The first path that asked; null where none did.
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
    /// By a path before the last one.
    [[nodiscard]] bool was_asked(const wire::Reach& reach) const {
        for (std::size_t n = 0; n + 1 < count_; ++n) {
            if (!is_passed_over(n) && reaches(reach, paths_[n])) return true;
        }
        return false;
    }

    std::array<RequestPath, limits::request_paths_max> paths_;
    std::size_t count_ = 0;
    std::uint32_t passed_over_ = 0;
    bool each_asks_ = false;

    static_assert(limits::request_paths_max < 32, "a bit of passed_over_ each");
};

}  // namespace mpdisc::core
