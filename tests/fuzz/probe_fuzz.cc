// SPDX-License-Identifier: MIT
//
// A search. It gets answers of all kinds from all senders while time passes.
#include <map>
#include <string>
#include <tuple>

#include "core/search/probe.h"
#include "mpdisc/text.h"
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
          keys_(choose_keys(input).ring),
          config_(choose_config(input, keys_)),
          probe_(config_),
          generator_({}, keys_) {}

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
        for (core::Outbound out; probe_.poll_transmit(out); ++datagrams) check_request(out);
        // Requests to incomplete hosts, to silent hosts and to all; and host queries to all, for
        // two lists, and about silent hosts.
        EXPECT_LE(datagrams, 2 * limits::probe_unicasts_max +
                                 limits::request_shards_max *
                                     (limits::host_sources_max + limits::probe_targets_max) +
                                 limits::probe_targets_max + 2 + 16);
        for (FoundService found; probe_.next_service(found);) check_found(found);
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

    void check_request(const core::Outbound& out) {
        const testing::Decoded message = testing::decode_any(out.bytes);
        EXPECT_EQ(message.error, wire::DecodeError::none);
        const bool is_query = message.header.type == wire::MessageType::host_query;
        EXPECT_TRUE(is_query || message.header.type == wire::MessageType::client_discovery_request);
        EXPECT_LE(out.bytes.size(), limits::network_datagram_max);
        EXPECT_EQ(out.route.channel, core::Channel::client);
        const IpAddress& to = out.route.to.address;
        const bool is_given =
            std::any_of(config_.targets.begin(),
                        config_.targets.begin() + static_cast<std::ptrdiff_t>(config_.target_count),
                        [&](const Endpoint& target) { return target.address == to; });
        const bool is_for_all = to.is_multicast() || to.bytes[3] == 255;
        const bool is_claimant = out.route.on_link_only && is_one_host(to);
        EXPECT_TRUE(is_given || is_for_all || may_be_answered(to) || is_claimant ||
                    (is_query && to.is_loopback()))
            << to_text(to).view();
        wire::Bytes fields = out.bytes.subspan(wire::header_size);
        wire::Seal seal;
        EXPECT_TRUE(keys_.open(out.bytes, {}, fields, seal));
        generator_.observe(message);
    }

    void check_found(const FoundService& found) {
        const ServiceView& service = found.service;
        EXPECT_TRUE(config_.filter().matches(service));
        EXPECT_TRUE(is_instance_name(service.name) && is_service_type(service.type));
        EXPECT_NE(service.port, 0);
        EXPECT_TRUE(found.host.empty() || is_name_text(found.host));
        EXPECT_LE(found.addresses.size(), limits::advertised_addresses_max);
        // Several senders may offer a service with the same key.
        const Key key = key_of(found.provider, service);
        EXPECT_LE(++reported_[key], received_[key]) << "it was reported more often than received";
        ++reported_count_;
    }

    using Key = std::tuple<std::array<std::uint8_t, 16>, std::string, std::string>;
    static Key key_of(const ProviderId& provider, const ServiceView& service) {
        return {provider.bytes, std::string(service.name), std::string(service.type)};
    }

    Input& input_;
    const wire::Keyring& keys_;
    const core::ProbeConfig config_;
    core::Probe probe_;
    MessageGenerator generator_;
    TimeUs now_us_ = 0;
    TimeUs end_us_ = 0;
    std::map<Key, std::size_t> received_;
    std::map<Key, std::size_t> reported_;
    std::size_t reported_count_ = 0;
};

}  // namespace
}  // namespace mpdisc::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    mpdisc::fuzz::Input input(bytes, size);
    mpdisc::fuzz::Search(input).run();
    return 0;
}
