// SPDX-License-Identifier: MIT
//
// A status query. The registry of the primary comes in pages.
#include "core/search/status_query.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/message_generator.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/world.h"
#include "tests/unit/core/addresses.h"
#include "tests/vectors/any_message.h"

namespace mpdisc::fuzz {
namespace {

constexpr std::uint32_t timeout_ms = 1'000;
constexpr std::uint16_t own_port = 20'000;

/// Runs one status query and checks it.
class Question {
   public:
    explicit Question(Input& input)
        : input_(input),
          discovery_(test::endpoint("127.0.0.1", limits::discovery_port_default)),
          keys_(choose_keys(input)),
          query_(discovery_, timeout_ms, {1, 2, 3, 4}),
          generator_({}, keys_.ring) {}

    void run() {
        query_.set_keys(keys_.set);
        query_.set_port(own_port);
        query_.start(now_us_);
        flush();
        while (!input_.is_used_up()) step();
        while (query_.outcome() == StatusOutcome::running) pass_time_to(query_.next_deadline_us());
        EXPECT_EQ(query_.next_deadline_us(), never_us);
    }

   private:
    void step() {
        const std::uint8_t code = input_.u8();
        if (code < 64) return pass_time_to(std::max(now_us_, query_.next_deadline_us()));
        const Endpoint from = code < 80 ? choose_arrival(input_).from : discovery_;
        generator_.bind({from.port, own_port, query_.nonce()});
        const wire::Bytes datagram = generate(code);
        query_.receive(now_us_,
                       {core::Channel::client, from, discovery_.address, test::lo, datagram});
        flush();
    }

    wire::Bytes generate(std::uint8_t code) {
        if (code < 96) return generator_.generate(input_);
        return generator_.generate(input_, code < 128
                                               ? wire::MessageType::provider_discovery_response
                                               : wire::MessageType::status_response);
    }

    void pass_time_to(TimeUs then_us) {
        if (then_us == never_us) return;
        now_us_ = then_us;
        query_.tick(now_us_);
        flush();
        EXPECT_GT(query_.next_deadline_us(), now_us_) << "its owner would never sleep";
    }

    void flush() {
        for (core::Outbound out; query_.poll_transmit(out);) {
            const testing::Decoded message = testing::decode_any(out.bytes);
            EXPECT_EQ(message.error, wire::DecodeError::none);
            EXPECT_EQ(out.route.to, discovery_);
            if (const auto* request = std::get_if<wire::StatusRequest>(&message.message)) {
                EXPECT_GE(request->page, page_)
                    << "pages come in order, so there is an end of them";
                page_ = request->page;
            } else {
                EXPECT_EQ(message.header.type, wire::MessageType::provider_discovery_request);
                EXPECT_FALSE(keys_.ring.is_empty());
            }
            generator_.observe(message);
        }
        for (ProviderStatus provider; query_.next_provider(provider);) {
            EXPECT_NE(provider.role, Role::none);
            for (ServiceView service; query_.next_service(service);) {
                EXPECT_TRUE(is_instance_name(service.name) && is_service_type(service.type));
            }
        }
    }

    Input& input_;
    Endpoint discovery_;
    const Keys& keys_;
    core::StatusQuery query_;
    MessageGenerator generator_;
    TimeUs now_us_ = 1'000'000;
    std::uint32_t page_ = 0;
};

}  // namespace
}  // namespace mpdisc::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    mpdisc::fuzz::Input input(bytes, size);
    mpdisc::fuzz::Question(input).run();
    return 0;
}
