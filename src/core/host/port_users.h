// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "core/kit/array.h"
#include "mpdisc/types.h"
#include "wire/control_messages.h"

namespace mpdisc::core {

/// The user of each UDP socket on the loopback address, as the system last reported it. The system
/// searches all sockets for each answer. So one question covers all sockets. It is asked at a
/// limited rate, and only if needed. The answers take memory, so they are kept only on demand.
class PortUsers {
   public:
    static constexpr TimeUs age_max_us = 1'000'000;
    static constexpr TimeUs ask_gap_us = 250'000;
    /// Each socket takes the system time, so more sockets make the gap longer.
    static constexpr TimeUs gap_per_socket_us = 100;

    /// The user of the socket with that port. Empty if the system must be asked (keep_answers(),
    /// ask()), because the last answer is too old or does not have that socket.
    /// `Registration::no_user` if the system reports no users, or there was no memory for its
    /// answer.
    [[nodiscard]] std::optional<std::uint32_t> user_of(TimeUs now_us, std::uint16_t port) const;
    /// From now on, answers are kept for user_of(), until forget().
    void keep_answers();
    void ask(TimeUs now_us) { is_asked_ = now_us >= next_ask_us_; }
    /// Before this time, ask() does nothing.
    [[nodiscard]] TimeUs next_ask_us() const { return next_ask_us_; }
    [[nodiscard]] bool has_question() const { return is_asked_; }

    /// True if there is a question: then the owner calls set_user() for each socket, and finish().
    [[nodiscard]] bool take_question() {
        if (!std::exchange(is_asked_, false)) return false;
        socket_count_ = 0;
        if (is_kept_ && users_.empty() && users_.reserve(ports)) users_.extend(ports);
        std::ranges::fill(users_.view(), wire::Registration::no_user);
        return true;
    }
    void set_user(std::uint16_t port, std::uint32_t user) {
        ++socket_count_;
        if (!users_.empty()) users_[port] = user;
    }
    void finish(TimeUs now_us) {
        next_ask_us_ = now_us + ask_gap_us + socket_count_ * gap_per_socket_us;
        if (is_kept_) expires_us_ = next_ask_us_ - ask_gap_us + age_max_us;
    }

    /// Frees the memory.
    void forget() {
        users_.clear();
        users_.trim();
        expires_us_ = 0;
        is_asked_ = false;
        is_kept_ = false;
    }

   private:
    static constexpr std::size_t ports = 65'536;

    Array<std::uint32_t> users_;
    bool is_asked_ = false;
    bool is_kept_ = false;
    /// How many sockets the last answer had. 0: the system reports none, because it would at least
    /// report the socket of this provider.
    std::uint32_t socket_count_ = 0;
    TimeUs expires_us_ = 0;
    TimeUs next_ask_us_ = 0;
};

}  // namespace mpdisc::core
