// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/neighbourhood/neighbourhood.h"
#include "tests/unit/core/addresses.h"

/// A neighbourhood with a virtual clock, and hosts that announce themselves to it.
namespace mpdisc::core::test_neighbours {

inline constexpr TimeUs second = 1'000'000;
inline constexpr TimeUs millisecond = 1'000;
/// As origin_group() numbers them: an interface, and a kind of address on it.
inline constexpr std::uint64_t link_ipv4 = 2 << 8 | 1;
inline constexpr std::uint64_t link_local_ipv6 = 2 << 8 | 3;

inline HostId host_id(std::uint32_t number) {
    HostId id;
    for (std::size_t n = 0; n < 4; ++n) id.bytes[n] = static_cast<std::uint8_t>(number >> 8 * n);
    id.bytes[15] = 1;
    return id;
}

inline NeighbourSource ipv4(std::uint32_t number) {
    const auto byte = [&](int n) { return static_cast<std::uint8_t>(number >> 8 * n); };
    return {IpAddress::v4(10, byte(2), byte(1), byte(0)), 2, link_ipv4};
}

inline NeighbourSource ipv6(std::uint64_t number) {
    NeighbourSource source{mpdisc::test::ip("fe80::"), 2, link_local_ipv6};
    for (std::size_t n = 0; n < 8; ++n) {
        source.address.bytes[15 - n] = static_cast<std::uint8_t>(number >> 8 * n);
    }
    return source;
}

/// The announcement of a host with one service.
inline wire::HostAnnouncement announcement(std::uint32_t number,
                                           const std::string& type = "_http._tcp") {
    wire::HostAnnouncement out;
    out.host = host_id(number);
    out.primary.bytes[0] = 1;
    out.summary.revision = 1;
    out.summary.services = 1;
    out.types = wire::TypeFilter(std::size_t{10});
    out.types.add(type);
    out.lifetime_s = 180;
    out.transaction = 0x1234'5678'9abc'def0;
    return out;
}

class NeighbourhoodFixture : public testing::Test {
   protected:
    NeighbourhoodFixture() { table.begin(now); }

    using Question = Neighbourhood::Question;

    /// A digest of 0 stands for the one that agrees with this table's.
    bool announce(wire::HostAnnouncement what, const NeighbourSource& source) {
        if (what.summary.digest == 0) {
            const Neighbourhood::Entry* const known = find(source);
            what.summary.digest =
                table.digest(source.group) ^ wire::digest_of(what, source.address);
            if (known != nullptr) {
                what.summary.digest ^= wire::digest_of(known->host, source.address);
            }
        }
        return table.note(now, what, source);
    }
    bool answer(wire::HostAnnouncement what, const Question& question) {
        what.transaction = question.transaction;
        return announce(what, question.source);
    }
    std::vector<Question> questions() {
        std::vector<Question> asked;
        for (Question next; table.next_question(now, next);) asked.push_back(next);
        return asked;
    }
    /// Advances the clock as an owner does, and returns the questions of that time.
    std::vector<Question> advance(TimeUs time_us) {
        std::vector<Question> asked = questions();
        const TimeUs end = now + time_us;
        for (int steps = 0; table.next_deadline_us() <= end; ++steps) {
            EXPECT_LT(steps, 1'000'000) << "the clock must move on";
            if (steps == 1'000'000) break;
            now = std::max(now, table.next_deadline_us());
            table.tick(now);
            for (const Question& each : questions()) asked.push_back(each);
        }
        now = end;
        return asked;
    }
    /// Brings a host into the table.
    void enter(const wire::HostAnnouncement& what, const NeighbourSource& source) {
        announce(what, source);
        for (const Question& each : advance(0)) answer(what, each);
        ASSERT_NE(find(source), nullptr);
    }
    void enter(std::uint32_t number) { enter(announcement(number), ipv4(number)); }
    [[nodiscard]] const Neighbourhood::Entry* find(const NeighbourSource& source) const {
        for (const Neighbourhood::Entry& entry : table.entries()) {
            if (entry.source.address == source.address &&
                entry.source.if_index == source.if_index) {
                return &entry;
            }
        }
        return nullptr;
    }
    [[nodiscard]] std::size_t size() const { return table.entries().size(); }

    Random random{{1, 2, 3, 4}};
    TimeUs now = 1'000 * second;
    Neighbourhood table{0x0123'4567'89ab'cdef, random};
};

}  // namespace mpdisc::core::test_neighbours
