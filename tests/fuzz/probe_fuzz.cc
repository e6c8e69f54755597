// SPDX-License-Identifier: MIT
//
// A search. It gets answers of all kinds from all senders while time passes.
#include <algorithm>
#include <map>
#include <variant>

#include "core/search/probe.h"
#include "tests/fuzz/client_checks.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/message_generator.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/world.h"
#include "tests/unit/core/addresses.h"
#include "tests/vectors/any_message.h"

namespace mpdisc::fuzz {
namespace {

core::ProbeConfig choose_config(Input& input, const wire::Keyring& keys) {
    core::ProbeConfig config;
    const std::uint8_t choices = input.u8();
    if ((choices & 1) != 0) (void)config.type.assign("_http._tcp");
    if ((choices & 2) != 0) (void)config.name.assign("b");
    if ((choices & 4) != 0) (void)config.attributes.add("color");
    if ((choices & 8) != 0) config.count = 2;
    if ((choices & 16) != 0) config.local_only = true;
    config.one_interface = (choices & 32) != 0;
    if ((choices & 64) != 0) config.family = Family::ipv6;
    if ((choices & 128) != 0) config.timeout_ms = 1;
    for (std::size_t n = input.below(4); n != 0; --n) {
        config.targets[config.target_count++] = choose_arrival(input).from;
    }
    config.keys = keys;
    config.seed = {choices, 2, 3, 4};
    return config;
}

/// Runs one search and checks it.
class Search {
   public:
    explicit Search(Input& input)
        : input_(input),
          config_(choose_config(input, choose_keys(input).ring)),
          probe_(config_),
          generator_({}, config_.keys) {}

    void run() {
        set_time(1'000'000);
        (void)probe_.set_interfaces(choose_interfaces(input_));
        probe_.start(now_us_);
        end_us_ = now_us_ + TimeUs{config_.timeout_ms} * 1000;
        flush();
        while (!input_.is_used_up()) step();
        while (probe_.outcome() == ProbeOutcome::running) pass_time_to(probe_.next_deadline_us());
        EXPECT_EQ(probe_.next_deadline_us(), never_us);
        check_outcome();
    }

   private:
    void step() {
        const std::uint8_t code = input_.u8();
        if (code < 32) return pass_time_to(std::max(now_us_, probe_.next_deadline_us()));
        if (code < 64) return pass_time_to(now_us_ + (TimeUs{1} << code % 21));
        if (code < 68) return (void)probe_.set_interfaces(choose_interfaces(input_));
        const Arrival arrival = choose_arrival(input_);
        const wire::Bytes datagram = generate(code);
        note_services(testing::decode_any(datagram));
        probe_.receive(now_us_, {core::Channel::client, arrival.from, arrival.to, arrival.if_index,
                                 datagram, arrival.is_link_broadcast});
        flush();
    }

    wire::Bytes generate(std::uint8_t code) {
        using Type = wire::MessageType;
        if (code < 80) return generator_.generate(input_);
        if (code < 110) return generator_.generate(input_, Type::host_list);
        if (code < 120) return generator_.generate(input_, Type::host_announcement);
        return generator_.generate(input_, Type::service_advertisement);
    }

    void note_services(const testing::Decoded& message) {
        const auto* advertisement = std::get_if<wire::Advertisement>(&message.message);
        if (!message.ok() || advertisement == nullptr) return;
        wire::ServiceList::Reader services = advertisement->services.read();
        for (wire::ServiceList::Item item; services.next(item);) {
            ++received_[key_of(advertisement->provider, item.service)];
        }
    }

    void set_time(TimeUs now_us) {
        now_us_ = now_us;
        probe_.set_wall_clock(now_us, time_of_day_ms(now_us));
        generator_.set_time(time_of_day_ms(now_us));
    }

    void pass_time_to(TimeUs then_us) {
        if (then_us == never_us) return;
        set_time(then_us);
        probe_.tick(now_us_);
        flush();
        EXPECT_GT(probe_.next_deadline_us(), now_us_) << "its owner would never sleep";
        if (now_us_ >= end_us_) {
            EXPECT_NE(probe_.outcome(), ProbeOutcome::running);
        }
    }

    void flush() {
        std::size_t datagrams = 0;
        for (core::Outbound out; probe_.poll_transmit(out); ++datagrams) {
            generator_.observe(check_sent(out, config_));
        }
        // Requests to incomplete hosts, to silent hosts and to all; and host queries to all, for
        // two lists, and about silent hosts.
        EXPECT_LE(datagrams, 2 * limits::probe_unicasts_max +
                                 limits::request_shards_max *
                                     (limits::host_sources_max + limits::probe_targets_max) +
                                 limits::probe_targets_max + 2 + 16);
        for (FoundServiceView found; probe_.next_service(found);) take(found);
        EXPECT_LE(reported_count_, limits::found_services_max);
        if (probe_.outcome() == ProbeOutcome::running) {
            EXPECT_LE(probe_.next_deadline_us(), end_us_);
        }
    }

    void check_outcome() {
        const bool is_short =
            config_.count == 0 ? reported_count_ == 0 : reported_count_ < config_.count;
        if (probe_.outcome() == ProbeOutcome::incomplete) {
            EXPECT_TRUE(probe_.incomplete_hosts() != 0 || probe_.has_unasked_networks());
        } else {
            EXPECT_EQ(probe_.outcome() != ProbeOutcome::complete, is_short);
        }
    }

    void take(const FoundServiceView& found) {
        check_found(found, config_);
        const ServiceKey key = key_of(found.provider, found.service);
        EXPECT_LE(++reported_[key], received_[key]) << "it was reported more often than received";
        ++reported_count_;
    }

    Input& input_;
    const core::ProbeConfig config_;
    core::Probe probe_;
    MessageGenerator generator_;
    TimeUs now_us_ = 0;
    TimeUs end_us_ = 0;
    std::map<ServiceKey, std::size_t> received_;
    std::map<ServiceKey, std::size_t> reported_;
    std::size_t reported_count_ = 0;
};

}  // namespace
}  // namespace mpdisc::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    mpdisc::fuzz::Input input(bytes, size);
    mpdisc::fuzz::Search(input).run();
    return 0;
}
