// SPDX-License-Identifier: MIT
//
// A watch. It follows honest hosts, on which all kinds of things happen. Besides, it gets answers
// and announcements of all kinds from all senders while time passes. Its owner reads the events
// when it likes. In the end the faults end and all others are silent; then it lists what the hosts
// offer.
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/watch/watch.h"
#include "tests/fuzz/client_checks.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/message_generator.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/watched_hosts.h"
#include "tests/fuzz/world.h"
#include "tests/unit/core/addresses.h"
#include "tests/unit/core/keys.h"
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
    const std::uint8_t filters = input.u8();
    if ((filters & 3) == 3) (void)config.type.assign("_http._tcp");
    if ((filters & 12) == 12) (void)config.name.assign("b");
    if ((filters & 48) == 48) (void)config.attributes.add("color");
    if ((filters & 64) != 0) config.lost_after_ms = limits::lost_after_ms_min;
    // Most watches ask all networks.
    const std::uint8_t networks = input.u8();
    config.local_only = networks >= 240;
    config.one_interface = networks >= 224 && networks < 240;
    if (networks >= 208 && networks < 224) config.family = Family::ipv6;
    for (std::size_t n = networks >= 176 && networks < 208 ? input.below(4) : 0; n != 0; --n) {
        config.targets[config.target_count++] = choose_arrival(input).from;
    }
    config.keys = keys;
    config.seed = {filters, networks, 3, 4};
    return config;
}

/// Few watches have keys, because they take most of the time.
const wire::Keyring& choose_watch_keys(Input& input) {
    return input.below(8) == 0 ? choose_keys(input).ring : test::no_keys;
}

/// Runs one watch and checks it.
class Follower {
   public:
    explicit Follower(Input& input)
        : input_(input),
          config_(choose_config(input, choose_watch_keys(input))),
          watch_(config_),
          generator_({}, config_.keys),
          hosts_(config_.keys, [this](const core::Inbound& in) { receive(in); }) {}

    void run() {
        set_time(1'000'000);
        (void)watch_.set_interfaces(now_us_, choose_interfaces(input_));
        watch_.start(now_us_);
        search_end_us_ = now_us_ + search_us();
        flush();
        while (!input_.is_used_up()) step();
        recover();
        if (config_.seed[0] >= 128) fall_silent();
    }

   private:
    void step() {
        const std::uint8_t code = input_.u8();
        if (code < 24) return pass_time_to(watch_.next_deadline_us());
        // Mostly less than a minute, but the computer may also be suspended for years.
        if (code < 50) return pass_time_to(now_us_ + (TimeUs{1} << code));
        if (code < 60) return pass_time_to(now_us_ + (TimeUs{1} << 2 * (code - 50)));
        if (code < 68) return read_events();
        if (code < 108) return hosts_.answer(input_);
        if (code < 138) return hosts_.change(input_);
        if (code < 158) return hosts_.announce(input_);
        if (code < 162) return change_system(code);
        hear_anyone(code);
    }

    void change_system(std::uint8_t code) {
        if (code == 158) {
            (void)watch_.set_interfaces(now_us_, choose_interfaces(input_));
        } else if (code == 159) {
            watch_.announcement_port_tried(now_us_, input_.flag());
        } else if (code == 160) {
            const Arrival arrival = choose_arrival(input_);
            watch_.unsent(arrival.from, arrival.if_index);
            for (UnsentPath path; watch_.next_unsent_path(path);) {
            }
        } else {
            watch_.refused(now_us_, choose_arrival(input_).from);
        }
        flush();
    }

    /// A datagram of any sender.
    void hear_anyone(std::uint8_t code) {
        const Arrival arrival = choose_arrival(input_);
        if (code < 166) {
            watch_.refused(now_us_, arrival.from);
            return flush();
        }
        observe_request_to(arrival.from.address);
        generator_.set_sender(arrival.from);
        const auto channel = code < 190 ? core::Channel::announcement : core::Channel::client;
        receive({channel, arrival.from, arrival.to, arrival.if_index, generate(code),
                 arrival.is_link_broadcast});
    }

    void receive(const core::Inbound& in) {
        watch_.receive(now_us_, in);
        flush();
    }

    wire::Bytes generate(std::uint8_t code) {
        using Type = wire::MessageType;
        if (code < 170) return generator_.generate(input_);
        if (code < 190) return generator_.generate(input_, Type::host_announcement);
        if (code < 194) return generator_.generate(input_);
        if (code < 204) return generator_.generate(input_, Type::host_list);
        if (code < 210) return generator_.generate(input_, Type::host_announcement);
        return generator_.generate(input_, Type::service_advertisement);
    }

    /// The next message answers the last request to this address, if there is one.
    void observe_request_to(const IpAddress& address) {
        const auto request = requests_.find(address.bytes);
        if (request != requests_.end()) generator_.observe(testing::decode_any(request->second));
    }

    void set_time(TimeUs now_us) {
        now_us_ = now_us;
        watch_.set_wall_clock(now_us, time_of_day_ms(now_us));
        generator_.set_time(time_of_day_ms(now_us));
        hosts_.set_time(time_of_day_ms(now_us));
    }

    void pass_time_to(TimeUs then_us) {
        if (then_us == never_us) return;
        set_time(std::max(now_us_, then_us));
        watch_.tick(now_us_);
        flush();
        EXPECT_GT(watch_.next_deadline_us(), now_us_) << "its owner would never sleep";
        // An answer may make something due at once.
        if (answers_all_) hosts_.answer_all();
    }

    /// All faults end, and all other senders are silent: the list is what the hosts offer.
    void recover() {
        static const std::vector<InterfaceAddress> interfaces = test::usual_interfaces();
        (void)watch_.set_interfaces(now_us_, test::list_of(interfaces, "eth0"));
        watch_.announcement_port_tried(now_us_, true);
        flush();
        hosts_.recover();
        answers_all_ = true;
        hosts_.answer_all();
        run_until(now_us_ + search_us() + 3 * lost_after_us());
        read_events();
        answers_all_ = false;
        EXPECT_TRUE(watch_.is_synced());
        std::set<WatchedHosts::Key> listed;
        FoundServiceView found;
        for (std::uint32_t cursor = 0; watch_.next_service(cursor, found);) {
            const bool is_new = listed
                                    .emplace(found.provider.bytes, std::string(found.service.name),
                                             std::string(found.service.type), found.service.port)
                                    .second;
            EXPECT_TRUE(is_new) << "it lists a service twice";
        }
        const auto offered = hosts_.offered(config_.filter());
        if (asks_all_) {
            EXPECT_EQ(listed, offered);
        } else {
            EXPECT_TRUE(std::ranges::includes(offered, listed));
        }
    }

    /// Nobody answers any more: the watch gives up all hosts, and then rests.
    void fall_silent() {
        run_until(now_us_ + 2 * lost_after_us());
        read_events();
        EXPECT_EQ(watch_.service_count(), 0U) << "nobody is there";
        run_until(now_us_ + asking_us + lost_after_us());
        const std::size_t sent_before = sent_;
        // An address that the user has given is asked for ever.
        if (config_.target_count != 0) return;
        run_until(now_us_ + resting_us);
        EXPECT_EQ(sent_, sent_before) << "it asks nobody";
    }

    [[nodiscard]] TimeUs search_us() const { return TimeUs{config_.timeout_ms} * 1000; }
    [[nodiscard]] TimeUs lost_after_us() const { return TimeUs{config_.lost_after_ms} * 1000; }

    void run_until(TimeUs end_us) {
        while (watch_.next_deadline_us() < end_us) pass_time_to(watch_.next_deadline_us());
        pass_time_to(end_us);
    }

    void flush() {
        std::size_t datagrams = 0;
        for (core::Outbound out; watch_.poll_transmit(out); ++datagrams) note_sent(out);
        EXPECT_LE(datagrams, datagrams_max);
        sent_ += datagrams;
        EXPECT_LE(watch_.service_count(), limits::found_services_max);
    }

    void note_sent(const core::Outbound& out) {
        const testing::Decoded message = check_sent(out, config_);
        generator_.observe(message);
        const bool is_query = message.header.type == wire::MessageType::host_query;
        const IpAddress& to = out.route.to.address;
        if (!is_query) requests_[to.bytes] = {out.bytes.begin(), out.bytes.end()};
        hosts_.note(out);
    }

    void read_events() {
        for (WatchEvent event; watch_.next_event(event);) take(event);
        List listed;
        FoundServiceView found;
        std::uint32_t count = 0;
        std::size_t nameless = 0;
        for (std::uint32_t cursor = 0; watch_.next_service(cursor, found); ++count) {
            check_found(found, config_);
            ++listed[key_of(found.provider, found.service)];
            if (found.host.empty()) ++nameless;
        }
        EXPECT_EQ(count, watch_.service_count());
        if (listed != told_) check_waiting(listed, nameless);
    }

    using List = std::map<ServiceKey, std::size_t>;

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
        check_found(event.service, config_);
        // Several senders may offer a service with the same key.
        const ServiceKey key = key_of(event.service.provider, event.service.service);
        if (event.type == WatchEventType::added) {
            ++told_[key];
            return;
        }
        EXPECT_NE(told_.count(key), 0U) << "it was not added: " << event.service.service.name;
        if (event.type == WatchEventType::removed && --told_[key] == 0) told_.erase(key);
    }

    Input& input_;
    const core::WatchConfig config_;
    core::Watch watch_;
    MessageGenerator generator_;
    WatchedHosts hosts_;
    /// The last request to each address.
    std::map<std::array<std::uint8_t, 16>, test::Bytes> requests_;
    /// Whether the watch asks by all networks.
    const bool asks_all_ = config_.target_count == 0 && !config_.local_only &&
                           !config_.one_interface && config_.family == Family::any;
    /// No datagram is lost, and all come at once.
    bool answers_all_ = false;
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
