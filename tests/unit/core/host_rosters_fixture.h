// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include <gtest/gtest.h>

#include "core/search/host_rosters.h"
#include "tests/unit/core/addresses.h"
#include "tests/unit/core/messages.h"

namespace mpdisc::core {

/// What an answer says of its host.
struct Said {
    std::uint32_t primary = 1;
    std::uint32_t matching = 1;
    std::uint32_t revision = 1;
    bool settled = true;
    std::uint8_t attempt = 1;
    std::string from = "192.0.2.1";
    std::uint32_t if_index = test::eth0;
    /// The primary confirms the list, as often as needed.
    bool is_confirmed = false;
};

class HostRostersFixture : public testing::Test {
   protected:
    HostRosters::Merged note(const Said& said) {
        const wire::Roster roster{test::id_of(said.primary), said.matching, said.revision,
                                  said.settled};
        const AnswerSource source{test::ip(said.from), said.if_index, said.attempt};
        const HostRosters::Merged noted = hosts.merge(roster, source);
        // One confirmation is not enough.
        for (int n = 0; said.is_confirmed && n < 2; ++n) {
            hosts.note_asked(noted.host, said.attempt, 1);
            (void)hosts.merge(roster, source, std::uint8_t{0});
        }
        return noted;
    }
    std::uint32_t host_of(const Said& said) { return note(said).host; }
    void find(std::uint32_t host, int count) {
        for (int i = 0; i < count; ++i) hosts.add_found(host);
    }
    void expect(std::uint32_t count, std::uint32_t incomplete, std::uint32_t missing) {
        EXPECT_EQ(hosts.count(), count);
        EXPECT_EQ(hosts.incomplete_hosts(), incomplete);
        EXPECT_EQ(hosts.missing_services(), missing);
    }

    HostRosters hosts{99};
};

}  // namespace mpdisc::core
