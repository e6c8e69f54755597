// SPDX-License-Identifier: MIT
#include "tests/sim/announced_states.h"

#include "tests/sim/network.h"
#include "tests/sim/program.h"
#include "wire/auth.h"
#include "wire/neighbour_messages.h"

namespace mpdisc::sim {

void AnnouncedStates::check(const Program& program, const Packet& packet) {
    wire::Header header;
    wire::Bytes fields;
    wire::HostAnnouncement announcement;
    if (wire::decode_header(packet.bytes(), header, fields) != wire::DecodeError::none ||
        header.type != wire::MessageType::host_announcement) {
        return;
    }
    if (world_.profile.has_keys) fields = fields.first(fields.size() - wire::auth_size);
    if (wire::decode(header, fields, announcement) != wire::DecodeError::none) {
        return world_.fail("state", program.label + " sends an announcement that nobody can read");
    }
    const State now{announcement.summary.revision, announcement.summary.services};
    const auto [known, is_first] = last_.try_emplace(&program, now);
    const State before = known->second;
    known->second = now;
    if (is_first) return;
    if (now.revision < before.revision) {
        return world_.fail("state", program.label + " announces revision " +
                                        std::to_string(now.revision) + " after " +
                                        std::to_string(before.revision));
    }
    if (now.revision == before.revision && now.services != before.services) {
        world_.fail("state", program.label + " announces " + std::to_string(now.services) +
                                 " services with the revision of " +
                                 std::to_string(before.services));
    }
}

}  // namespace mpdisc::sim
