// SPDX-License-Identifier: MIT
#include "core/answers/answerer.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/core/addresses.h"
#include "tests/unit/core/keys.h"
#include "tests/unit/core/messages.h"

namespace mpdisc::test {
namespace {

/// The size of an answer with one service to a client on eth0: as sent, and as announced before.
struct Sizes {
    std::size_t sent = 0;
    std::size_t announced = 0;
};

Sizes sizes_for(std::string_view host_name, const core::ProviderConfig& settings,
                const IpAddress& client) {
    core::ProviderConfig config = settings;
    config.id = id_of(1);
    (void)config.host_name.assign(host_name);
    core::Messenger messenger(config.keys, {1, 2, 3, 4});
    core::ProviderState state(config, messenger.counters);
    state.role = Role::primary;
    const std::vector<InterfaceAddress> addresses = usual_interfaces();
    InterfaceList list;
    list.addresses = addresses;
    EXPECT_EQ(state.interfaces.assign(list), core::InterfaceTable::Update::changed);
    EXPECT_EQ(state.services.add(service("printer").view()), ServiceError::none);

    core::Answerer answerer(messenger, state);
    const wire::Arrival arrival{{client, 0, 5000}, eth0, {}, false};
    const wire::Roster with_token{config.id, 1, 1, true, 0x1234};
    answerer.answer(0, arrival, request(1), with_token);
    core::Outbound out;
    EXPECT_TRUE(messenger.outbox.next(out));
    const std::size_t service_size = state.services.encoded().size();
    return {out.bytes.size(), answerer.answer_size(arrival).of({1, 1, 0, service_size})};
}

TEST(AnswererTest, tells_the_size_of_an_answer_before_it_is_encoded) {
    core::ProviderConfig plain;
    core::ProviderConfig keyed;
    keyed.keys = keyring({1});
    for (const core::ProviderConfig& config : {plain, keyed}) {
        for (const IpAddress& client : {ip("192.0.2.77"), ip("fe80::77"), ip("198.51.100.1")}) {
            for (const std::string& name :
                 {std::string(), std::string("box"), std::string(63, 'h')}) {
                const Sizes sizes = sizes_for(name, config, client);
                EXPECT_EQ(sizes.announced, sizes.sent) << name << ' ' << to_text(client).view();
            }
        }
    }
}

}  // namespace
}  // namespace mpdisc::test
