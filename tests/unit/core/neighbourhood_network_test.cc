// SPDX-License-Identifier: MIT
//
// Several neighbourhoods, each with its own table, on a network that loses datagrams.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <vector>

#include "core/neighbourhood/announcer.h"
#include "core/neighbourhood/neighbourhood.h"
#include "tests/unit/core/neighbourhood_fixture.h"

namespace mpdisc::core {
namespace {

using namespace test_neighbours;

struct SimulatedHost {
    explicit SimulatedHost(std::uint32_t n)
        : number(n),
          random({n, 2, 3, 4}),
          table(n * 0x9e37'79b9'7f4a'7c15, random),
          announcer(60) {}

    std::uint32_t number;
    Random random;
    Neighbourhood table;
    Announcer announcer;
    wire::HostAnnouncement self;
    std::size_t questions = 0;
    std::size_t answers = 0;
    std::size_t announcements = 0;
    std::size_t lists = 0;

    [[nodiscard]] bool knows(const SimulatedHost& other) const {
        return std::ranges::any_of(table.entries(), [&](const Neighbourhood::Entry& entry) {
            return entry.source.address == ipv4(other.number).address &&
                   entry.host.host == other.self.host &&
                   entry.host.summary.revision == other.self.summary.revision;
        });
    }
};

class NeighbourhoodNetwork : public testing::Test {
   protected:
    void make_hosts(std::uint32_t count) {
        for (std::uint32_t n = 1; n <= count; ++n) {
            auto host = std::make_unique<SimulatedHost>(n);
            host->self = announcement(n);
            host->table.begin(now);
            hosts.push_back(std::move(host));
            announce_event(*hosts.back());
        }
    }
    void announce_event(SimulatedHost& host) {
        host.table.clear_own_shares();
        host.table.add_own_share(link_ipv4, wire::digest_of(host.self, ipv4(host.number).address));
        host.announcer.note_event(now, true);
    }
    void change(SimulatedHost& host) {
        ++host.self.summary.revision;
        announce_event(host);
    }
    [[nodiscard]] bool arrives(const SimulatedHost& from, const SimulatedHost& to) {
        const bool is_cut = (from.number <= cut) != (to.number <= cut);
        return !is_cut && loss.below(100) >= loss_percent;
    }
    [[nodiscard]] static wire::HostAnnouncement description_of(const SimulatedHost& host) {
        wire::HostAnnouncement out = host.self;
        out.summary.digest = host.table.digest(link_ipv4);
        return out;
    }

    void announce(SimulatedHost& from) {
        if (from.announcer.next(now, from.random) == Announcer::Due::nothing) return;
        ++from.announcements;
        if (from.number == mute) return;
        for (const auto& to : hosts) {
            if (to.get() != &from && arrives(from, *to)) {
                to->table.note(now, description_of(from), ipv4(from.number));
            }
        }
    }
    [[nodiscard]] SimulatedHost& host_at(const NeighbourSource& source) {
        return *hosts[source.address.bytes[3] - std::size_t{1}];
    }
    void ask(SimulatedHost& from) {
        for (Neighbourhood::Question next; from.table.next_question(now, next);) {
            ++from.questions;
            SimulatedHost& to = host_at(next.source);
            if (!arrives(from, to)) continue;
            to.table.note_unproven(now, ipv4(from.number));
            ++to.answers;
            wire::HostAnnouncement answer = description_of(to);
            answer.transaction = next.transaction;
            answer.address_token = 7;
            if (arrives(to, from)) from.table.note(now, answer, next.source);
        }
    }
    void ask_for_lists(SimulatedHost& from) {
        for (Neighbourhood::ListRequest next; from.table.next_list_request(next);) {
            ++from.lists;
            SimulatedHost& to = host_at(next.source);
            if (!arrives(from, to)) continue;
            to.table.note_proven(now, ipv4(from.number));
            if (!arrives(to, from)) continue;
            for (const Neighbourhood::Entry& entry : to.table.entries()) {
                wire::Neighbour listed;
                static_cast<wire::HostDescription&>(listed) = entry.host;
                if (&host_at(entry.source) == &from) continue;
                listed.age_s = static_cast<std::uint32_t>((now - entry.heard_us) / second);
                from.table.note_listed(now, listed, entry.source);
            }
        }
    }
    void run(TimeUs time_us) {
        for (const TimeUs end = now + time_us; now < end; now += 10 * millisecond) {
            for (const auto& host : hosts) {
                announce(*host);
                if (now >= host->table.next_deadline_us()) host->table.tick(now);
                ask(*host);
                ask_for_lists(*host);
            }
        }
    }
    [[nodiscard]] bool knows_all(const SimulatedHost& host) const {
        return std::ranges::all_of(
            hosts, [&](const auto& other) { return other.get() == &host || host.knows(*other); });
    }
    [[nodiscard]] bool all_know_all() const {
        return std::ranges::all_of(hosts, [&](const auto& host) { return knows_all(*host); });
    }
    /// How long it takes until this holds. `most` if it does not until then.
    template <typename Condition>
    TimeUs time_until(Condition holds, TimeUs most) {
        const TimeUs start = now;
        while (!holds() && now < start + most) run(100 * millisecond);
        return now - start;
    }
    auto everyone_knows_everyone() {
        return [this] { return all_know_all(); };
    }
    void show(const char* what, TimeUs time_us) const {
        std::size_t questions = 0;
        std::size_t lists = 0;
        for (const auto& host : hosts) {
            questions += host->questions;
            lists += host->lists;
        }
        std::printf("%s: %.1f s; %.1f questions and %.1f lists a host\n", what,
                    static_cast<double>(time_us) / 1e6,
                    static_cast<double>(questions) / static_cast<double>(hosts.size()),
                    static_cast<double>(lists) / static_cast<double>(hosts.size()));
    }

    TimeUs now = 1'000 * second;
    Random loss{{4, 3, 2, 1}};
    std::uint64_t loss_percent = 0;
    /// The announcements of this host are all lost; 0: of none.
    std::uint32_t mute = 0;
    /// Hosts up to this number cannot reach the others.
    std::uint32_t cut = 0;
    std::vector<std::unique_ptr<SimulatedHost>> hosts;
};

TEST_F(NeighbourhoodNetwork, without_losses_each_host_asks_each_other_one_once) {
    make_hosts(30);
    const TimeUs time_us = time_until(everyone_knows_everyone(), 60 * second);
    show("30 hosts without losses", time_us);
    EXPECT_LE(time_us, second / 5);
    run(60 * second);
    for (const auto& host : hosts) {
        EXPECT_LE(host->announcements, 4U);
        EXPECT_LE(host->questions, 60U);
        EXPECT_LE(host->lists, 2U);
        EXPECT_TRUE(host->table.is_settled(now));
        EXPECT_EQ(host->table.digest(link_ipv4), hosts[0]->table.digest(link_ipv4));
        host->questions = host->lists = host->announcements = 0;
    }
    run(600 * second);
    for (const auto& host : hosts) {
        EXPECT_EQ(host->questions, 0U) << "idle";
        EXPECT_EQ(host->lists, 0U) << "idle";
        EXPECT_LE(host->announcements, 12U);
    }
}

TEST_F(NeighbourhoodNetwork, thirty_hosts_that_lose_a_fifth_converge) {
    loss_percent = 20;
    make_hosts(30);
    const TimeUs time_us = time_until(everyone_knows_everyone(), 600 * second);
    show("30 hosts that lose 20 %", time_us);
    EXPECT_LE(time_us, 60 * second) << "within one interval";
}

TEST_F(NeighbourhoodNetwork, changes_that_lose_a_fifth_become_known) {
    make_hosts(30);
    run(30 * second);
    loss_percent = 20;
    for (const auto& host : hosts) change(*host);
    const TimeUs time_us = time_until(everyone_knows_everyone(), 600 * second);
    show("30 changes that lose 20 %", time_us);
    EXPECT_LE(time_us, 60 * second);
}

TEST_F(NeighbourhoodNetwork, host_whose_announcements_are_lost_becomes_known_by_its_questions) {
    mute = 7;
    make_hosts(30);
    const TimeUs time_us = time_until(everyone_knows_everyone(), 600 * second);
    show("announcements of one host are lost", time_us);
    EXPECT_LE(time_us, second);
}

TEST_F(NeighbourhoodNetwork, change_whose_announcements_are_lost_becomes_known_by_digests) {
    make_hosts(30);
    run(70 * second);
    mute = 7;
    change(*hosts[6]);
    const auto is_known = [&] { return knows_all(*hosts[0]); };
    const TimeUs first = time_until(
        [&] {
            return std::ranges::any_of(hosts, [&](const auto& host) {
                return host.get() != hosts[6].get() && host->knows(*hosts[6]);
            });
        },
        600 * second);
    const TimeUs time_us = first + time_until(is_known, 600 * second);
    show("announcements of one change are lost", time_us);
    EXPECT_LE(time_us, 300 * second);
}

TEST_F(NeighbourhoodNetwork, two_halves_find_each_other_after_a_partition) {
    make_hosts(30);
    run(10 * second);
    cut = 15;
    run(600 * second);
    EXPECT_EQ(hosts[0]->table.entries().size(), 14U);
    EXPECT_EQ(hosts[29]->table.entries().size(), 14U);
    cut = 0;
    const TimeUs time_us = time_until(everyone_knows_everyone(), 600 * second);
    show("partition of 10 minutes", time_us);
    EXPECT_LE(time_us, 65 * second) << "each half announces itself within a minute";
}

}  // namespace
}  // namespace mpdisc::core
