// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string_view>
#include <utility>

#include "cli/service_check.h"
#include "mpdisc/types.h"

namespace mpdisc::cli {

/// What the checks of a service have told so far. cli/health_monitor.h changes it.
struct ServiceHealth {
    enum class State : std::uint8_t {
        /// There was no success yet. The service is not offered.
        untried,
        healthy,
        unhealthy,
    };

    State state = State::untried;
    /// Results in a row that speak against the state.
    std::uint8_t against = 0;
    bool is_being_checked = false;
    bool was_checked = false;
    /// When the next check is due; while one runs, when it was due.
    TimeUs due_us = 0;

    [[nodiscard]] bool is_offered() const { return state == State::healthy; }
};

struct CheckedService {
    FixedString<limits::instance_name_max> name;
    FixedString<limits::service_type_max> type;
    ServiceCheck check;
    ServiceHealth health;
};

/// The services that are checked, at most one check each.
class CheckList {
   public:
    CheckList() = default;
    ~CheckList() { std::free(services_); }
    CheckList(CheckList&& other) noexcept { swap(other); }
    CheckList& operator=(CheckList&& other) noexcept {
        swap(other);
        return *this;
    }
    CheckList(const CheckList&) = delete;
    CheckList& operator=(const CheckList&) = delete;

    /// False if there is no memory; then nothing has changed. It holds for assign(), too.
    [[nodiscard]] bool add(const ServiceView& service, const ServiceCheck& check);
    /// Makes this list a copy of `other`.
    [[nodiscard]] bool assign(const CheckList& other);

    /// Null if the service of that name and type is not checked.
    [[nodiscard]] const CheckedService* find(std::string_view name, std::string_view type) const;
    [[nodiscard]] CheckedService* find(std::string_view name, std::string_view type) {
        return const_cast<CheckedService*>(std::as_const(*this).find(name, type));
    }
    /// Valid until the list grows. If the list is moved, they move along.
    [[nodiscard]] std::span<CheckedService> all() { return {services_, count_}; }
    [[nodiscard]] std::span<const CheckedService> all() const { return {services_, count_}; }

   private:
    [[nodiscard]] bool make_room(std::size_t count);
    void swap(CheckList& other) {
        std::swap(services_, other.services_);
        std::swap(count_, other.count_);
        std::swap(room_, other.room_);
        std::swap(likely_, other.likely_);
    }

    CheckedService* services_ = nullptr;
    std::size_t count_ = 0;
    std::size_t room_ = 0;
    /// Where find() begins: behind the service that it found last. Services are mostly looked for
    /// in the order of the list.
    mutable std::size_t likely_ = 0;
};

}  // namespace mpdisc::cli
