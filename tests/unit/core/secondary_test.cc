// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <optional>

#include "core/roles/provider.h"
#include "tests/unit/core/addresses.h"
#include "tests/unit/core/messages.h"

namespace mpdisc::test {
namespace {

using wire::MessageType;

/// One secondary with hand-made input, for tests in which the order of inputs matters.
class SecondaryTest : public testing::Test {
   protected:
    SecondaryTest() : machine(config()) {
        EXPECT_TRUE(machine.set_interfaces(now_us, list_of(usual_interfaces())));
        machine.set_control_port(40'000);
        machine.start(now_us);
        port_is_refused();
    }

    static core::ProviderConfig config() {
        core::ProviderConfig made;
        made.id = id_of(1);
        EXPECT_TRUE(made.host_name.assign("box"));
        return made;
    }

    void port_is_refused() {
        if (machine.take_port_action() != core::PortAction::none) machine.port_refused(now_us);
    }
    void tick() {
        machine.tick(now_us);
        port_is_refused();
    }
    /// The transaction of the last message of that type in its output.
    std::uint64_t transaction_sent(MessageType type) {
        std::uint64_t transaction = 0;
        for (core::Outbound out; machine.poll_transmit(out);) {
            wire::Header header;
            wire::Bytes fields;
            EXPECT_EQ(wire::decode_header(out.bytes, header, fields), wire::DecodeError::none);
            if (header.type == type) transaction = header.transaction;
        }
        EXPECT_NE(transaction, 0U);
        return transaction;
    }
    void receive(const Bytes& bytes) {
        machine.receive(now_us, {core::Channel::control, endpoint("127.0.0.1", 6737),
                                 ip("127.0.0.1"), lo, bytes});
        tick();
    }
    void hear_of(std::uint32_t primary) {
        const auto asked = transaction_sent(MessageType::provider_discovery_request);
        receive(bytes_of(MessageType::provider_discovery_response, {asked, id_of(primary)}));
    }
    void be_accepted_by(std::uint32_t primary, std::uint32_t process_id) {
        wire::RegistrationAck ack;
        ack.transaction = transaction_sent(MessageType::provider_registration);
        ack.provider = id_of(primary);
        ack.process_id = process_id;
        ack.lease_ms = limits::lease_ms_default;
        ack.heartbeat_ms = limits::heartbeat_ms_default;
        receive(bytes_of(ack));
    }
    /// The process that it watches at present.
    std::optional<std::uint32_t> watched() {
        for (core::WatchAction action; machine.poll_watch(action);) {
            if (action.watch) watched_ = action.process_id;
            if (!action.watch && watched_ == action.process_id) watched_.reset();
        }
        return watched_;
    }

    TimeUs now_us = 1'000'000'000;
    core::Provider machine;

   private:
    std::optional<std::uint32_t> watched_;
};

TEST_F(SecondaryTest, watches_the_process_of_its_primary) {
    hear_of(2);
    be_accepted_by(2, 500);
    EXPECT_EQ(watched(), 500U);
}

TEST_F(SecondaryTest, end_of_the_former_primary_does_not_count_against_the_new_one) {
    hear_of(2);
    be_accepted_by(2, 500);
    // The loopback network goes and comes back. The secondary looks for the primary, and another
    // one answers.
    EXPECT_TRUE(machine.set_interfaces(now_us, {}));
    EXPECT_TRUE(machine.set_interfaces(now_us, list_of(usual_interfaces())));
    tick();
    hear_of(3);
    machine.process_ended(now_us, 500);
    tick();
    be_accepted_by(3, 600);
    EXPECT_EQ(watched(), 600U);
}

}  // namespace
}  // namespace mpdisc::test
