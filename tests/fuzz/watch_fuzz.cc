// SPDX-License-Identifier: MIT
//
// A watch. It gets answers and announcements of all kinds from all senders while time passes, and
// its owner reads the events when it likes.
#include <map>
#include <string>
#include <tuple>

#include "core/watch/watch.h"
#include "mpdisc/text.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/message_generator.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/world.h"
#include "tests/unit/core/addresses.h"
#include "tests/vectors/any_message.h"

namespace mpdisc::fuzz {
namespace {

/// More than one input may cause: each sender that the inputs have (tests/fuzz/world.cc) is asked
/// at most by each of its addresses, for each shard of its services.
constexpr std::size_t datagrams_max = 2'048;
/// A watch asks for so long whether a host is back, or whether there are others.
constexpr TimeUs asking_us = TimeUs{limits::announce_s_default} * 1'000'000;
/// For so long it is seen that a watch asks nobody.
constexpr TimeUs resting_us = 2 * asking_us;

core::WatchConfig choose_config(Input& input, const wire::Keyring& keys) {
    core::WatchConfig config;
    const std::uint8_t choices = input.u8();
    if ((choices & 1) != 0) (void)config.type.assign("_http._tcp");
    if ((choices & 2) != 0) (void)config.name.assign("b");
    if ((choices & 4) != 0) (void)config.attributes.add("color");
    if ((choices & 8) != 0) config.lost_after_ms = limits::lost_after_ms_min;
    if ((choices & 16) != 0) config.local_only = true;
    config.one_interface = (choices & 32) != 0;
    if ((choices & 64) != 0) config.family = Family::ipv6;
    for (std::size_t n = input.below(4); n != 0; --n) {
        config.targets[config.target_count++] = choose_arrival(input).from;
    }
    config.keys = keys;
    config.seed = {choices, 2, 3, 4};
    return config;
}

/// Runs one watch and checks it.
class Follower {
   public:
    explicit Follower(Input& input)
        : input_(input),
          keys_(choose_keys(input).ring),
          config_(choose_config(input, keys_)),
          watch_(config_),
          generator_({}, keys_) {}

    void run() {
        set_time(1'000'000);
        (void)watch_.set_interfaces(now_us_, choose_interfaces(input_));
        watch_.start(now_us_);
        search_end_us_ = now_us_ + TimeUs{config_.timeout_ms} * 1000;
        flush();
        while (!input_.is_used_up()) step();
        fall_silent();
    }

   private:
    void step() {
        const std::uint8_t code = input_.u8();
        if (code < 24) return pass_time_to(watch_.next_deadline_us());
        if (code < 48) return pass_time_to(now_us_ + (TimeUs{1} << code));
        if (code < 56) return read_events();
        if (code < 58) return (void)watch_.set_interfaces(now_us_, choose_interfaces(input_));
        const Arrival arrival = choose_arrival(input_);
        if (code < 62) {
            watch_.refused(now_us_, arrival.from);
            return flush();
        }
        generator_.set_sender(arrival.from);
        const auto channel = code < 110 ? core::Channel::announcement : core::Channel::client;
        watch_.receive(now_us_, {channel, arrival.from, arrival.to, arrival.if_index,
                                 generate(code), arrival.is_link_broadcast});
        flush();
    }

    wire::Bytes generate(std::uint8_t code) {
        using Type = wire::MessageType;
        if (code < 66) return generator_.generate(input_);
        if (code < 110) return generator_.generate(input_, Type::host_announcement);
        if (code < 120) return generator_.generate(input_);
        if (code < 140) return generator_.generate(input_, Type::host_list);
        if (code < 160) return generator_.generate(input_, Type::host_announcement);
        return generator_.generate(input_, Type::service_advertisement);
    }

    void set_time(TimeUs now_us) {
        now_us_ = now_us;
        watch_.set_wall_clock(now_us, time_of_day_ms(now_us));
        generator_.set_time(time_of_day_ms(now_us));
    }

    void pass_time_to(TimeUs then_us) {
        if (then_us == never_us) return;
        set_time(std::max(now_us_, then_us));
        watch_.tick(now_us_);
        flush();
        EXPECT_GT(watch_.next_deadline_us(), now_us_) << "its owner would never sleep";
    }

    /// Nobody answers any more: the watch gives up all hosts, and then rests.
    void fall_silent() {
        const TimeUs lost_after_us = TimeUs{config_.lost_after_ms} * 1000;
        run_until(now_us_ + TimeUs{config_.timeout_ms} * 1000 + 2 * lost_after_us);
        read_events();
        EXPECT_TRUE(watch_.is_synced());
        EXPECT_EQ(watch_.service_count(), 0U) << "nobody is there";
        run_until(now_us_ + asking_us + lost_after_us);
        const std::size_t sent_before = sent_;
        // An address that the user has given is asked for ever.
        if (config_.target_count != 0) return;
        run_until(now_us_ + resting_us);
        EXPECT_EQ(sent_, sent_before) << "it asks nobody";
    }

    void run_until(TimeUs end_us) {
        while (watch_.next_deadline_us() < end_us) pass_time_to(watch_.next_deadline_us());
        pass_time_to(end_us);
    }

    void flush() {
        std::size_t datagrams = 0;
        for (core::Outbound out; watch_.poll_transmit(out); ++datagrams) check_request(out);
        EXPECT_LE(datagrams, datagrams_max);
        sent_ += datagrams;
        EXPECT_LE(watch_.service_count(), limits::found_services_max);
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

    void read_events() {
        for (WatchEvent event; watch_.next_event(event);) take(event);
        List listed;
        FoundService found;
        std::uint32_t count = 0;
        std::size_t nameless = 0;
        for (std::uint32_t cursor = 0; watch_.next_service(cursor, found); ++count) {
            check_service(found);
            ++listed[key_of(found)];
            if (found.host.empty()) ++nameless;
        }
        EXPECT_EQ(count, watch_.service_count());
        if (listed != told_) check_waiting(listed, nameless);
    }

    using Key = std::tuple<std::array<std::uint8_t, 16>, std::string, std::string>;
    using List = std::map<Key, std::size_t>;

    /// During the search, the event of a service waits for the name of its host, and later events
    /// wait behind it. The list has these services already.
    void check_waiting(const List& listed, std::size_t nameless) const {
        EXPECT_LT(now_us_, search_end_us_) << "the events tell of another list";
        EXPECT_NE(nameless, 0U) << "an event waits for no name";
        for (const auto& [key, count] : told_) {
            const auto same = listed.find(key);
            EXPECT_TRUE(same != listed.end() && same->second >= count) << "a removal waits";
        }
    }

    void take(const WatchEvent& event) {
        if (event.type == WatchEventType::synced) {
            EXPECT_FALSE(is_synced_) << "twice";
            is_synced_ = true;
            return;
        }
        check_service(event.service);
        // Several senders may offer a service with the same key.
        const Key key = key_of(event.service);
        if (event.type == WatchEventType::added) {
            ++told_[key];
            return;
        }
        EXPECT_NE(told_.count(key), 0U) << "it was not added";
        if (event.type == WatchEventType::removed && --told_[key] == 0) told_.erase(key);
    }

    void check_service(const FoundService& found) const {
        const ServiceView& service = found.service;
        EXPECT_TRUE(config_.filter().matches(service));
        EXPECT_TRUE(is_instance_name(service.name) && is_service_type(service.type));
        EXPECT_NE(service.port, 0);
        EXPECT_TRUE(found.host.empty() || is_name_text(found.host));
        EXPECT_LE(found.addresses.size(), limits::advertised_addresses_max);
    }

    static Key key_of(const FoundService& found) {
        return {found.provider.bytes, std::string(found.service.name),
                std::string(found.service.type)};
    }

    Input& input_;
    const wire::Keyring& keys_;
    const core::WatchConfig config_;
    core::Watch watch_;
    MessageGenerator generator_;
    TimeUs now_us_ = 0;
    TimeUs search_end_us_ = 0;
    std::size_t sent_ = 0;
    bool is_synced_ = false;
    /// How many listed services have that key, as the events tell.
    List told_;
};

}  // namespace
}  // namespace mpdisc::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    mpdisc::fuzz::Input input(bytes, size);
    mpdisc::fuzz::Follower(input).run();
    return 0;
}
