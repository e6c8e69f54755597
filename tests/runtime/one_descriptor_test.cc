// SPDX-License-Identifier: MIT
// A program that waits for fd() of each object, and for nothing else.
#include <vector>

#include "platform/poller.h"
#include "tests/runtime/own_port.h"

namespace mpdisc::test {
namespace {

class OneDescriptorTest : public OwnPort {
   protected:
    void SetUp() override {
        OwnPort::SetUp();
        Provider probing;
        ASSERT_EQ(probing.open(provider_options()), OpenError::none);
        if (probing.fd() == -1) GTEST_SKIP() << "this system has no such descriptor";
    }

    /// Runs the objects until `is_done`; each one only when its descriptor is readable.
    template <typename IsDone, typename... Objects>
    static bool run_by_fd(IsDone is_done, Objects&... objects) {
        const TimeUs end_us = monotonic_us() + 20'000'000;
        while (!is_done()) {
            if (monotonic_us() >= end_us) return false;
            const std::array entries{PollEntry{objects.fd(), false}...};
            if (!wait(entries, end_us)) return false;
            const auto run = [](auto& object) {
                const PollEntry entry{object.fd(), false};
                if (wait({&entry, 1}, 0) && is_readable(entry)) object.process();
            };
            (run(objects), ...);
        }
        return true;
    }
    static bool is_readable(const PollEntry& entry) {
        return platform::poll_ready({&entry, 1}) != 0;
    }
    template <typename Object>
    static bool is_readable(Object& object) {
        return is_readable(PollEntry{object.fd(), false});
    }
};

TEST_F(OneDescriptorTest, drives_a_provider_a_probe_a_watch_and_a_status_query) {
    Provider provider;
    ASSERT_EQ(provider.open(provider_options()), OpenError::none);
    ASSERT_EQ(provider.add(service("a")), ServiceError::none);
    const int fd = provider.fd();
    ASSERT_TRUE(run_by_fd([&] { return provider.role() == Role::primary; }, provider));

    Probe probe;
    ASSERT_EQ(probe.open(probe_options()), OpenError::none);
    EXPECT_TRUE(is_readable(probe)) << "the first request is to be sent";
    ASSERT_TRUE(
        run_by_fd([&] { return probe.outcome() != ProbeOutcome::running; }, probe, provider));
    EXPECT_EQ(probe.outcome(), ProbeOutcome::complete);

    StatusQuery status;
    StatusOptions options;
    options.discovery_port = port;
    ASSERT_EQ(status.open(options), OpenError::none);
    std::size_t providers = 0;
    const auto has_status = [&] {
        for (ProviderStatus each; status.next_provider(each);) ++providers;
        return status.outcome() != StatusOutcome::running;
    };
    ASSERT_TRUE(run_by_fd(has_status, status, provider));
    EXPECT_EQ(providers, 1U);

    Watch watch;
    ASSERT_EQ(watch.open(watch_options()), OpenError::none);
    ASSERT_TRUE(run_by_fd([&] { return watch.is_synced(); }, watch, provider));
    WatchEvent event;
    while (watch.next_event(event)) continue;
    ASSERT_EQ(provider.add(service("b")), ServiceError::none);
    ASSERT_TRUE(run_by_fd([&] { return watch.next_event(event); }, watch, provider));
    EXPECT_EQ(event.service.service.name, "b");
    EXPECT_EQ(provider.fd(), fd) << "it stays the same";
}

TEST_F(OneDescriptorTest, drives_a_secondary_that_takes_over) {
    Provider first;
    Provider second;
    ASSERT_EQ(first.open(provider_options()), OpenError::none);
    ASSERT_TRUE(run_by_fd([&] { return first.role() == Role::primary; }, first));
    ASSERT_EQ(second.open(provider_options()), OpenError::none);
    ASSERT_TRUE(run_by_fd([&] { return second.role() == Role::secondary; }, first, second));
    const int fd = second.fd();
    first.close();
    ASSERT_TRUE(run_by_fd([&] { return second.role() == Role::primary; }, second));
    EXPECT_EQ(second.fd(), fd);
    // The descriptor waits for the discovery port, which the provider did not have before.
    Probe probe;
    ASSERT_EQ(probe.open(probe_options()), OpenError::none);
    ASSERT_TRUE(run_by_fd([&] { return probe.outcome() != ProbeOutcome::running; }, probe, second));
    EXPECT_EQ(probe.outcome(), ProbeOutcome::not_found) << "it answered";
}

TEST_F(OneDescriptorTest, is_not_readable_while_there_is_nothing_to_do) {
    Provider provider;
    ASSERT_EQ(provider.open(provider_options()), OpenError::none);
    ASSERT_TRUE(run_by_fd([&] { return provider.role() == Role::primary; }, provider));
    const auto is_idle = [&] {
        return !is_readable(provider) && provider.next_deadline_us() > monotonic_us() + 1'000'000;
    };
    EXPECT_TRUE(run_by_fd(is_idle, provider));
}

TEST_F(OneDescriptorTest, is_missing_while_the_object_is_closed) {
    EXPECT_EQ(Provider().fd(), -1);
    EXPECT_EQ(Probe().fd(), -1);
    EXPECT_EQ(Watch().fd(), -1);
    EXPECT_EQ(StatusQuery().fd(), -1);
}

}  // namespace
}  // namespace mpdisc::test
