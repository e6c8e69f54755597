// SPDX-License-Identifier: MIT
// A watch and providers of one host, on real sockets.
#include "mpdisc/watch.h"

#include <algorithm>
#include <vector>

#include "tests/runtime/own_port.h"

namespace mpdisc::test {
namespace {

using Events = std::vector<std::string>;

class WatchTest : public OwnPort {
   protected:
    /// Takes the events of the watch as "+NAME PORT" and so on.
    void take_events() {
        static constexpr char signs[] = {'+', '~', '-', '='};
        for (WatchEvent event; watch.next_event(event);) {
            std::string text(1, signs[static_cast<std::size_t>(event.type)]);
            if (event.type != WatchEventType::synced) {
                text += event.service.service.name;
                text += " " + std::to_string(event.service.service.port);
            }
            events.push_back(text);
        }
    }
    /// Runs until the watch has told exactly so many events. Counts them from now on.
    template <typename... Machines>
    Events next_events(std::size_t count, Machines&... providers) {
        events.clear();
        const auto are_told = [&] {
            take_events();
            return events.size() >= count;
        };
        EXPECT_TRUE(run_until(are_told, watch, providers...));
        return events;
    }
    Service at_port(std::string_view name, std::uint16_t number) {
        Service made = service(name);
        EXPECT_EQ(made.set_port(number), ServiceError::none);
        return made;
    }

    Watch watch;
    Events events;
};

TEST_F(WatchTest, tells_what_is_added_changed_and_removed) {
    Provider provider;
    ASSERT_EQ(provider.open(provider_options()), OpenError::none);
    ASSERT_EQ(provider.add(service("a")), ServiceError::none);
    ASSERT_EQ(watch.open(watch_options()), OpenError::none);
    EXPECT_FALSE(watch.is_synced());
    EXPECT_EQ(next_events(2, provider), (Events{"+a 80", "="}));
    EXPECT_TRUE(watch.is_synced());

    ASSERT_EQ(provider.add(service("b")), ServiceError::none);
    EXPECT_EQ(next_events(1, provider), Events{"+b 80"});
    ASSERT_EQ(provider.update(at_port("a", 81)), ServiceError::none);
    EXPECT_EQ(next_events(1, provider), Events{"~a 81"});
    EXPECT_EQ(watch.service_count(), 2U);
    ASSERT_EQ(provider.remove("b", "_http._tcp"), ServiceError::none);
    EXPECT_EQ(next_events(1, provider), Events{"-b 80"});

    std::uint32_t cursor = 0;
    FoundServiceView found;
    ASSERT_TRUE(watch.next_service(cursor, found));
    EXPECT_EQ(found.service.name, "a");
    EXPECT_EQ(found.service.port, 81);
    EXPECT_FALSE(watch.next_service(cursor, found));
    EXPECT_EQ(watch.counters()[Counter::send_errors], 0U);
}

TEST_F(WatchTest, tells_exactly_what_differs_in_a_new_set_of_services) {
    ServiceSet before;
    ServiceSet after;
    for (const char* name : {"a", "b", "c"}) {
        ASSERT_EQ(before.add(service(name)), ServiceError::none);
    }
    ASSERT_EQ(after.add(at_port("b", 81)), ServiceError::none);
    ASSERT_EQ(after.add(service("c")), ServiceError::none);
    ASSERT_EQ(after.add(service("d")), ServiceError::none);
    Provider provider;
    ASSERT_EQ(provider.open(provider_options()), OpenError::none);
    ASSERT_EQ(provider.set_services(before), ServiceError::none);
    ASSERT_EQ(watch.open(watch_options()), OpenError::none);
    next_events(4, provider);

    ASSERT_EQ(provider.set_services(after), ServiceError::none);
    Events told = next_events(3, provider);
    std::ranges::sort(told);
    EXPECT_EQ(told, (Events{"+d 80", "-a 80", "~b 81"}));
    provider.take_services({});
    told = next_events(3, provider);
    std::ranges::sort(told);
    EXPECT_EQ(told, (Events{"-b 81", "-c 80", "-d 80"}));
}

TEST_F(WatchTest, tells_when_the_last_provider_leaves) {
    Provider provider;
    ASSERT_EQ(provider.open(provider_options()), OpenError::none);
    ASSERT_EQ(provider.add(service("a")), ServiceError::none);
    ASSERT_EQ(watch.open(watch_options()), OpenError::none);
    EXPECT_EQ(next_events(2, provider), (Events{"+a 80", "="}));
    provider.close();
    EXPECT_EQ(next_events(1), Events{"-a 80"});
    EXPECT_EQ(watch.service_count(), 0U);
}

/// It then checks the hosts from time to time, and tries the port again.
TEST_F(WatchTest, works_while_another_program_has_the_announcement_port) {
    platform::UdpSocket holder;
    const auto announcement_port = static_cast<std::uint16_t>(port + 1);
    ASSERT_EQ(holder.open({.family = Family::ipv4, .port = announcement_port}),
              platform::SocketError::none);
    Provider provider;
    ASSERT_EQ(provider.open(provider_options()), OpenError::none);
    WatchOptions options = watch_options();
    options.lost_after_ms = limits::lost_after_ms_min;
    ASSERT_EQ(watch.open(options), OpenError::none);
    EXPECT_LE(watch.next_deadline_us(), monotonic_us() + 5'000'000);
    ASSERT_EQ(provider.add(service("a")), ServiceError::none);
    (void)next_events(2, provider);
    EXPECT_EQ(watch.service_count(), 1U);
    ASSERT_EQ(provider.add(service("b")), ServiceError::none);
    EXPECT_EQ(next_events(1, provider), Events{"+b 80"});
}

TEST_F(WatchTest, closed_one_has_nothing_to_tell) {
    ASSERT_EQ(watch.open(watch_options()), OpenError::none);
    Watch moved = std::move(watch);
    EXPECT_TRUE(moved.is_open());
    moved.close();
    EXPECT_FALSE(moved.is_open());
    WatchEvent event;
    EXPECT_FALSE(moved.next_event(event));
    EXPECT_EQ(moved.next_deadline_us(), never_us);
    std::array<PollEntry, limits::poll_entries_max> entries;
    EXPECT_EQ(moved.poll_entries(entries), 0U);
}

}  // namespace
}  // namespace mpdisc::test
