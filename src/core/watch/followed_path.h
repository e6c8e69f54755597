// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/search/host_rosters.h"
#include "mpdisc/limits.h"
#include "mpdisc/types.h"

namespace mpdisc::core {

/// A state of a host's services, as its primary numbers them.
struct HostState {
    ProviderId primary;
    std::uint32_t revision = 0;
    /// The primary knows all providers of its host.
    bool settled = false;

    /// Whether it tells less than `other` of the same primary.
    [[nodiscard]] bool is_older_than(const HostState& other) const {
        return primary == other.primary && revision < other.revision;
    }
    friend bool operator==(const HostState&, const HostState&) = default;
};

/// How long a watch waits for hosts.
struct WatchTimes {
    explicit WatchTimes(std::uint32_t lost_after_ms)
        : lost_after_us(TimeUs{lost_after_ms} * 1000) {}

    /// A silent host is told as gone at most so much later than `lost_after`.
    [[nodiscard]] TimeUs lateness_us() const { return at_least_900_ms(lost_after_us * 9 / 100); }
    /// From one check of a path to the next one.
    [[nodiscard]] TimeUs check_us() const {
        return std::min(lost_after_us / 2, at_least_900_ms(lost_after_us * 18 / 100));
    }
    /// Checks that are due within this time are made together.
    [[nodiscard]] TimeUs together_us() const { return check_us() / 4; }
    /// Since when a path counts as silent, if the first request without an answer is sent now. It
    /// may have fallen silent as soon as it was heard. If that was long ago, a part of the time
    /// counts, or it would be told as gone too late.
    [[nodiscard]] TimeUs silent_since_us(TimeUs now_us, TimeUs heard_us) const {
        const TimeUs unknown_us = std::min(now_us - heard_us, check_us());
        return now_us + lateness_us() - std::max(unknown_us, lateness_us());
    }
    /// When to ask a silent path again that is to be asked at `due_us`: a last time so early that
    /// an answer can come before it is given up at `lost_us`, and then.
    [[nodiscard]] static TimeUs last_due_us(TimeUs now_us, TimeUs due_us, TimeUs lost_us,
                                            TimeUs round_trip_us) {
        const TimeUs answer_us = round_trip_us + 50'000;
        if (now_us + answer_us < lost_us) return std::min(due_us, lost_us - answer_us);
        return now_us < lost_us ? std::min(due_us, lost_us) : due_us;
    }
    /// From one question whether a lost host is back to the next one.
    [[nodiscard]] TimeUs look_again_us() const { return lost_after_us / 2; }
    /// From a request to the next one.
    [[nodiscard]] static TimeUs backoff_us(std::uint8_t tries) {
        return TimeUs{20'000} << std::min<std::uint8_t>(tries, 8);
    }
    /// The same for a host that is silent: it is asked so often that no usual loss of datagrams
    /// makes it look gone.
    [[nodiscard]] TimeUs repeat_us(std::uint8_t tries) const {
        return std::min(backoff_us(tries), lost_after_us / 40);
    }
    /// The same for a host that has said that it leaves.
    [[nodiscard]] static TimeUs farewell_repeat_us(std::uint8_t tries) {
        return TimeUs{2'000} << std::min<std::uint8_t>(tries, farewell_tries);
    }
    /// From the end of a comparison to the next one of the same path, if the last `vain` ones
    /// showed no difference. A flood of forged announcements may be the reason for them.
    [[nodiscard]] static TimeUs comparison_gap_us(std::uint8_t vain) {
        return TimeUs{5'000} << std::min<std::uint8_t>(vain, 4);
    }
    /// A host that has said that it leaves is gone after so many of them, which take a second.
    static constexpr std::uint8_t farewell_tries = 9;
    /// Or if it does not answer within this time after a refusal, which can be forged. It is not
    /// asked again: systems refuse only about one request a second.
    static constexpr TimeUs refused_us = 5'000;
    /// How often an address is asked whether a host is there, and how long that takes. A slow host
    /// has this time to answer for the first time.
    static constexpr std::uint8_t candidate_tries = 6;
    static constexpr TimeUs candidate_us = TimeUs{20'000} * ((1U << candidate_tries) - 1);
    /// While the port of a host is closed, the next primary may be about to open it.
    [[nodiscard]] TimeUs closed_us() const {
        return std::min<TimeUs>(lost_after_us, limits::primary_check_ms * TimeUs{1000} + 500'000);
    }

    TimeUs lost_after_us;

   private:
    [[nodiscard]] static TimeUs at_least_900_ms(TimeUs time_us) {
        return std::max<TimeUs>(900'000, time_us);
    }
};

/// One address of a host, and the interface that leads there. A watch follows each of them for
/// itself, because some providers answer by some paths only, and because any host can claim to be
/// another one.
struct FollowedPath {
    static constexpr std::uint16_t no_round = UINT16_MAX;

    bool is_used = false;
    /// Where to ask. It has the token of the host.
    AnswerSource source;
    /// The number of the host in the catalogue, once it has answered. Paths of one host have one
    /// number.
    std::uint32_t host = HostRosters::none;
    /// The state that the catalogue has.
    HostState known;
    /// The state that the host has announced last, since a comparison began. No primary: none.
    HostState announced;
    /// A hash of the host's name and addresses, as its primary last told them. 0: not told yet.
    std::uint64_t details = 0;
    /// The attempt of the watch that brought other ones than before. Services that an earlier
    /// attempt brought have the former ones.
    std::uint32_t told_details_at = 0;
    /// The primaries before the known one. They may hang, and come back.
    std::array<ProviderId, limits::host_primaries_max> former_primaries{};
    std::uint8_t next_former = 0;
    /// Since when another program holds the host's port, too; never_us: none does.
    TimeUs contested_us = never_us;

    /// It has answered.
    bool is_confirmed = false;
    /// The user has given the address, so it is asked for ever.
    bool is_given = false;
    /// The catalogue has all services of the known state.
    bool is_in_step = false;
    /// The last comparison did not get everything, because a provider hangs or the catalogue is
    /// full.
    bool has_given_up = false;
    /// The catalogue has services that the host does not list, but that may come back soon.
    bool holds_back = false;
    /// All services of the path must be fetched again: the host has another name or other
    /// addresses, or another path of it is gone.
    bool needs_refresh = false;
    /// Another path of the host has shown something else.
    bool is_doubted = false;
    /// The first picture is complete only with this path.
    bool belongs_to_picture = false;
    bool said_farewell = false;
    /// Requests that are sealed tell the time, every second time.
    bool tells_time = false;

    /// Nobody has answered there lately. Until then the host is asked whether it is there.
    TimeUs missed_until_us = 0;

    /// When the host last answered.
    TimeUs heard_us = 0;
    /// When the next request is due.
    TimeUs due_us = never_us;
    /// When the first request of the present step was sent.
    TimeUs sent_us = 0;
    /// How long the last answer to such a request took.
    TimeUs round_trip_us = 0;
    /// Since when it counts as silent, if this is later than heard_us.
    TimeUs silent_since_us = 0;
    /// The interface that leads there is down, or it has no address.
    bool is_cut_off = false;
    /// Requests without an answer.
    std::uint8_t tries = 0;
    /// When the last comparison ended, and how many in a row showed no difference.
    TimeUs compared_us = 0;
    std::uint8_t vain = 0;
    /// Since when the system reports that the port is closed; never_us: it does not.
    TimeUs closed_since_us = never_us;
    /// The requests of one exchange have one transaction, and count their attempts.
    std::uint64_t transaction = 0;
    std::uint8_t attempt = 0;
    /// The first attempt of the present step. Answers to earlier ones belong to the last step.
    std::uint8_t step_attempt = 1;
    /// The attempt of the whole watch that the first one of the exchange is.
    std::uint32_t attempts_before = 0;
    /// The comparison that is under way.
    std::uint16_t round = no_round;

    /// Whether the host has announced a state that may be newer than this one.
    [[nodiscard]] bool has_announced_since(const HostState& state) const {
        return announced.primary.is_known() && announced != state &&
               !announced.is_older_than(state);
    }
    /// Whether the host must be asked for what has changed.
    [[nodiscard]] bool has_news() const {
        return !is_in_step || is_doubted || needs_refresh || has_announced_since(known);
    }
    [[nodiscard]] bool is_former_primary(const ProviderId& provider) const {
        return std::ranges::find(former_primaries, provider) != former_primaries.end();
    }
    [[nodiscard]] bool is_waiting() const { return tries != 0; }
    /// Whether it has answered lately, as far as this is known.
    [[nodiscard]] bool is_responsive() const { return is_confirmed && tries < 2; }
};

}  // namespace mpdisc::core
