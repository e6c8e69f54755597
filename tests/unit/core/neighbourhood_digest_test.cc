// SPDX-License-Identifier: MIT
//
// Many hosts see that one of them has another digest.
#include <gtest/gtest.h>

#include "tests/unit/core/neighbourhood_fixture.h"

namespace mpdisc::core {
namespace {

using namespace test_neighbours;

class NeighbourhoodDigest : public testing::Test {
   protected:
    static constexpr std::uint32_t hosts = 160;
    static constexpr std::uint64_t wrong = 99;

    /// A host that knows all others. These others differ from it. Returns whether it asks one of
    /// them soon.
    bool asks_one_of(std::uint32_t differing) {
        Neighbourhood table(random.next(), random);
        TimeUs now = 1'000 * second;
        table.begin(now);
        for (std::uint32_t n = 1; n <= hosts; ++n) {
            table.note(now, announcement(n), ipv4(n));
            Neighbourhood::Question asked;
            EXPECT_TRUE(table.next_question(now, asked));
            wire::HostAnnouncement answer = announcement(n);
            answer.transaction = asked.transaction;
            table.note(now, answer, ipv4(n));
        }
        now += second;
        const std::uint64_t digest = table.digest(link_ipv4);
        for (std::uint32_t n = 1; n <= hosts; ++n) {
            wire::HostAnnouncement refreshed = announcement(n);
            refreshed.summary.digest = n <= differing ? wrong : digest;
            table.note(now, refreshed, ipv4(n));
        }
        now += Neighbourhood::list_gap_us_min * 3 / 2;
        table.tick(now);
        Neighbourhood::Question asked;
        return table.next_question(now, asked);
    }
    std::uint32_t askers(std::uint32_t differing) {
        std::uint32_t count = 0;
        for (std::uint32_t n = 0; n < hosts; ++n) count += asks_one_of(differing) ? 1 : 0;
        return count;
    }

    Random random{{1, 2, 3, 4}};
};

TEST_F(NeighbourhoodDigest, of_one_host_makes_few_of_the_others_ask_it) {
    EXPECT_GE(askers(1), 12U);
    EXPECT_LE(askers(1), 64U);
}

TEST_F(NeighbourhoodDigest, of_many_hosts_makes_all_ask) {
    EXPECT_EQ(askers(hosts), hosts);
    EXPECT_EQ(askers(hosts / 8), hosts);
}

}  // namespace
}  // namespace mpdisc::core
