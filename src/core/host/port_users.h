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

/// Which user each UDP socket on the loopback address belongs to, as the system told it lately. The
/// system looks through all sockets for that, so it is asked for all at once, only when it matters,
/// and not all the time: however many sockets ask for something, none keeps another one waiting.
/// The answers are kept only on demand: they take memory.
class PortUsers {
   public:
    static constexpr TimeUs age_max_us = 1'000'000;
    static constexpr TimeUs ask_gap_us = 250'000;
    /// The more sockets there are, the longer it takes the system; and the less often it is asked.
    static constexpr TimeUs gap_per_socket_us = 100;

    /// No number where it is to be asked for, and there may be one soon: keep_answers() and ask().
    /// A socket that was not there the last time has the next one. `Registration::no_user` where
    /// the system tells nothing, or there was no memory to keep it.
    [[nodiscard]] std::optional<std::uint32_t> user_of(TimeUs now_us, std::uint16_t port) const;
    /// What the next question brings is for user_of(), until forget().
    void keep_answers();
    void ask(TimeUs now_us) { is_asked_ = now_us >= next_ask_us_; }
    /// Before that, ask() does nothing.
    [[nodiscard]] TimeUs next_ask_us() const { return next_ask_us_; }
    [[nodiscard]] bool has_question() const { return is_asked_; }

    /// Whether the owner is to call note() for each socket, and then end(); it begins anew.
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

    /// Gives the memory back.
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
    /// Of so many sockets; this provider's own is always there.
    std::uint32_t socket_count_ = 0;
    TimeUs expires_us_ = 0;
    TimeUs next_ask_us_ = 0;
};

}  // namespace mpdisc::core
