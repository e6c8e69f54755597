// SPDX-License-Identifier: MIT
//
// Floods of forged announcements, many hosts at once, and networks that lose datagrams.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/neighbourhood/announcer.h"
#include "core/neighbourhood/neighbourhood.h"
#include "tests/unit/core/neighbourhood_fixture.h"

namespace mpdisc::core {
namespace {

using namespace test_neighbours;

class NeighbourhoodFlood : public NeighbourhoodFixture {
   protected:
    using Forge = std::function<NeighbourSource()>;

    /// Forges this many announcements in a second, with random ids. Hosts that are there announce
    /// themselves at the times in `announced`, and answer.
    void flood(TimeUs time_us, std::uint32_t rate, const Forge& forge) {
        const TimeUs end = now + time_us;
        const TimeUs gap = second / rate;
        while (now < end) {
            now += gap;
            wire::HostAnnouncement forged = announcement(static_cast<std::uint32_t>(attack.next()));
            forged.summary.digest = attack.next();
            if (attack.below(4) == 0) forged.lifetime_s = 0;
            table.note(now, forged, forge());
            while (!announced.empty() && announced.front() <= now) {
                announced.erase(announced.begin());
                announce(announcement(newcomer), newcomer_source);
            }
            ask();
        }
    }
    void ask() {
        if (now < table.next_deadline_us()) return;
        table.tick(now);
        for (const Question& each : questions()) {
            ++asked;
            asked_at.push_back(now);
            if (each.source.address == newcomer_source.address && now >= switched_on) {
                answer(announcement(newcomer), each);
                if (found == never_us && find(newcomer_source) != nullptr) found = now;
            }
            const auto honest = std::ranges::find(
                hosts, each.source.address, [](const auto& host) { return host.second.address; });
            if (honest != hosts.end()) answer(announcement(honest->first), each);
        }
        EXPECT_FALSE(now > table.next_deadline_us() && table.next_deadline_us() != 0);
    }
    /// Each host answers, except that a tenth of the answers is lost.
    void ask_all(Random& others) {
        for (const Question& each : questions()) {
            ++asked;
            const auto& bytes = each.source.address.bytes;
            const auto number = static_cast<std::uint32_t>(bytes[2] << 8 | bytes[3]);
            if (others.below(10) != 0) answer(announcement(number), each);
        }
    }
    void switch_on(std::uint32_t number, const NeighbourSource& source) {
        newcomer = number;
        newcomer_source = source;
        switched_on = now;
        found = never_us;
        announced = {now, now + second, now + 3 * second};
    }
    void enter_honest(std::uint32_t count) {
        for (std::uint32_t n = 1; n <= count; ++n) {
            enter(n);
            hosts.emplace_back(n, ipv4(n));
        }
        (void)advance(5 * second);
    }
    [[nodiscard]] std::size_t honest_entries() const {
        return static_cast<std::size_t>(std::ranges::count_if(hosts, [&](const auto& host) {
            const auto* const entry = find(host.second);
            return entry != nullptr && entry->host.host == host_id(host.first) &&
                   entry->host.types.may_contain("_http._tcp");
        }));
    }
    /// The most questions within any second.
    [[nodiscard]] std::size_t questions_per_second() const {
        std::size_t most = 0;
        std::size_t first = 0;
        for (std::size_t n = 0; n < asked_at.size(); ++n) {
            while (asked_at[n] - asked_at[first] >= second) ++first;
            most = std::max(most, n - first + 1);
        }
        return most;
    }

    Random attack{{9, 9, 9, 9}};
    std::vector<std::pair<std::uint32_t, NeighbourSource>> hosts;
    std::vector<TimeUs> announced;
    std::vector<TimeUs> asked_at;
    std::uint32_t newcomer = 0;
    NeighbourSource newcomer_source;
    TimeUs switched_on = never_us;
    TimeUs found = never_us;
    std::size_t asked = 0;
};

constexpr std::uint32_t rate = 100'000;

TEST_F(NeighbourhoodFlood, with_all_addresses_of_the_link_removes_no_honest_host) {
    enter_honest(30);
    flood(10 * second, rate, [&] {
        // Half of them claim IPv4 addresses of the link, also those of the honest hosts.
        const auto number = static_cast<std::uint32_t>(attack.next());
        return number % 2 == 0 ? ipv4(1 + number % 254) : ipv6(attack.next());
    });
    EXPECT_EQ(honest_entries(), 30U);
    EXPECT_EQ(size(), 30U);
    // After a rest twice as many.
    EXPECT_LE(questions_per_second(), 2 * limits::neighbour_question_rate + 1);
    EXPECT_LE(asked, 11 * limits::neighbour_question_rate + 1);
}

TEST_F(NeighbourhoodFlood, leaves_a_new_host_its_turn) {
    // The flood claims all IPv4 addresses of the link, and any IPv6 address.
    const auto forge = [&] {
        const auto number = static_cast<std::uint32_t>(attack.next());
        return number % 2 == 0 ? ipv4(number / 2 % 254) : ipv6(attack.next());
    };
    flood(5 * second, rate, forge);
    TimeUs total = 0;
    TimeUs longest = 0;
    constexpr int runs = 12;
    for (int run = 0; run < runs; ++run) {
        flood(attack.below(Neighbourhood::round_us), rate, forge);
        const auto number = static_cast<std::uint32_t>(run);
        switch_on(1'000 + number, ipv4(100 + number));
        flood(5 * second, rate, forge);
        ASSERT_NE(found, never_us) << run;
        total += found - switched_on;
        longest = std::max(longest, found - switched_on);
    }
    RecordProperty("mean_ms", std::to_string(total / runs / millisecond));
    RecordProperty("longest_ms", std::to_string(longest / millisecond));
    std::printf("new host confirmed after %d ms on average, at most %d ms\n",
                static_cast<int>(total / runs / millisecond),
                static_cast<int>(longest / millisecond));
    EXPECT_LE(total / runs, 2 * second);
    // The rest of a round in which the flood claimed the address before, and one round.
    EXPECT_LE(longest, 2 * Neighbourhood::round_us + 100 * millisecond);
}

TEST_F(NeighbourhoodFlood, that_leaves_out_the_address_of_a_new_host_does_not_keep_it_out) {
    const auto forge = [&] {
        const auto number = static_cast<std::uint32_t>(attack.next());
        return number % 2 == 0 ? ipv4(number / 2 % 253) : ipv6(attack.next());
    };
    flood(5 * second, rate, forge);
    for (int run = 0; run < 6; ++run) {
        flood(attack.below(Neighbourhood::round_us), rate, forge);
        switch_on(1'000 + static_cast<std::uint32_t>(run), ipv4(253));
        flood(4 * second, rate, forge);
        ASSERT_NE(found, never_us) << run;
        EXPECT_LE(found - switched_on, Neighbourhood::round_us + 100 * millisecond) << run;
        table.note_silent(now, host_id(newcomer));
        switched_on = never_us;
        flood(6 * second, rate, forge);
        ASSERT_EQ(find(ipv4(253)), nullptr);
    }
}

TEST_F(NeighbourhoodFlood, of_ipv6_addresses_does_not_keep_out_addresses_with_a_token_or_listed) {
    const auto forge = [&] { return ipv6(attack.next()); };
    flood(2 * second, rate, forge);
    switch_on(1'000, ipv6(1));
    announced.clear();
    table.note_proven(now, ipv6(1));
    flood(second / 10, rate, forge);
    ASSERT_NE(found, never_us);

    switch_on(1'001, ipv6(2));
    announced.clear();
    wire::Neighbour listed;
    static_cast<wire::HostDescription&>(listed) = announcement(1'001);
    table.note_listed(now, listed, ipv6(2));
    flood(second / 10, rate, forge);
    EXPECT_NE(found, never_us);
}

TEST_F(NeighbourhoodFlood, takes_bounded_memory) {
    const auto forge = [&] { return ipv6(attack.next()); };
    flood(10 * second, rate, forge);
    // What waits is bounded: it is asked three times each, and no more.
    now += 100 * second;
    const std::size_t left = advance(100 * second).size();
    EXPECT_LE(left, limits::neighbour_candidates_max * Neighbourhood::tries_max);
    EXPECT_GE(left, limits::neighbour_candidates_max);
    EXPECT_EQ(size(), 0U);
    EXPECT_EQ(table.next_deadline_us(), never_us);
}

TEST_F(NeighbourhoodFlood, thousand_hosts_that_answer_at_once_are_all_asked) {
    constexpr std::uint32_t count = 1'000;
    for (std::uint32_t n = 1; n <= count; ++n) announce(announcement(n), ipv4(n));
    for (int n = 0; n < 50; ++n) {
        for (const Question& each : advance(100 * millisecond)) {
            for (std::uint32_t host = 1; host <= count; ++host) {
                if (ipv4(host).address == each.source.address) answer(announcement(host), each);
            }
        }
    }
    EXPECT_EQ(size(), count);
}

TEST_F(NeighbourhoodFlood, thousand_hosts_that_start_together_are_all_known_in_seconds) {
    constexpr std::uint32_t count = 1'000;
    std::vector<Announcer> announcers;
    Random others({5, 6, 7, 8});
    for (std::uint32_t n = 1; n < count; ++n) {
        announcers.emplace_back(60U);
        announcers.back().note_event(now + others.below(100 * millisecond), true);
    }
    const TimeUs start = now;
    std::size_t announcements = 0;
    TimeUs all_known = never_us;
    while (now < start + 60 * second) {
        now += millisecond;
        for (std::uint32_t n = 1; n < count; ++n) {
            if (announcers[n - 1].next(now, others) == Announcer::Due::nothing) continue;
            ++announcements;
            announce(announcement(n), ipv4(n));
            ask_all(others);
        }
        if (now >= table.next_deadline_us()) table.tick(now);
        ask_all(others);
        if (all_known == never_us && size() == count - 1) all_known = now;
    }
    ASSERT_NE(all_known, never_us) << size();
    std::printf(
        "1000 hosts: all known after %d ms; in the first minute %d announcements and "
        "%d questions a host\n",
        static_cast<int>((all_known - start) / millisecond),
        static_cast<int>(announcements / (count - 1)), static_cast<int>(asked));
    EXPECT_LE(all_known - start, 10 * second);
    EXPECT_LE(asked, count * 3 / 2);
    EXPECT_LE(announcements / (count - 1), 4U);
}

}  // namespace
}  // namespace mpdisc::core
