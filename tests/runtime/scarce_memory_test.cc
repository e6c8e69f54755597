// SPDX-License-Identifier: MIT
// On real sockets, memory runs out at each allocation in turn.
#include "tests/support/scarce_memory.h"

#include <set>

#include "tests/runtime/own_port.h"

namespace mpdisc::test {
namespace {

using Names = std::multiset<std::string>;

class RuntimeScarceMemory : public OwnPort {
   protected:
    /// Opens an object while memory runs out at each allocation in turn. This must be reported, and
    /// the object can be opened later. Returns how many allocations open() makes.
    template <typename Machine, typename Options>
    static std::size_t failures_until_open(const Options& options) {
        for (std::size_t granted = 0;; ++granted) {
            SCOPED_TRACE("after " + std::to_string(granted) + " allocations");
            Machine machine;
            {
                const ScarceMemory scarce(granted);
                const OpenError error = machine.open(options);
                if (!scarce.has_denied()) return granted;
                EXPECT_EQ(error, OpenError::no_memory);
            }
            EXPECT_FALSE(machine.is_open());
            EXPECT_EQ(machine.next_deadline_us(), never_us);
            machine.process();
            EXPECT_EQ(machine.open(options), OpenError::none);
            if (HasFailure()) return 0;
        }
    }

    /// The names of the first `count` services that a probe finds.
    template <typename... Machines>
    Names found(std::size_t count, Machines&... providers) {
        Names names;
        Probe probe;
        ProbeOptions options = probe_options();
        options.count = static_cast<std::uint32_t>(count);
        EXPECT_EQ(probe.open(options), OpenError::none);
        const auto has_ended = [&] {
            for (FoundServiceView each; probe.next_service(each);) names.emplace(each.service.name);
            return probe.outcome() != ProbeOutcome::running;
        };
        EXPECT_TRUE(run_until(has_ended, probe, providers...));
        return names;
    }
};

TEST_F(RuntimeScarceMemory, a_provider_opens_completely_or_not_at_all) {
    EXPECT_GT(failures_until_open<Provider>(provider_options()), 3U);
}

TEST_F(RuntimeScarceMemory, a_probe_opens_completely_or_not_at_all) {
    EXPECT_GT(failures_until_open<Probe>(probe_options()), 3U);
}

TEST_F(RuntimeScarceMemory, a_watch_opens_completely_or_not_at_all) {
    EXPECT_GT(failures_until_open<Watch>(watch_options()), 3U);
}

TEST_F(RuntimeScarceMemory, a_query_opens_completely_or_not_at_all) {
    EXPECT_GT(failures_until_open<StatusQuery>(StatusOptions{port, 1'000}), 2U);
}

TEST_F(RuntimeScarceMemory, providers_recover_when_memory_is_back) {
    constexpr std::size_t allocations_max = 400;
    for (const std::size_t denied : {std::size_t{1}, ScarceMemory::for_good}) {
        std::size_t granted = 0;
        for (bool any_denied = true; any_denied; ++granted) {
            SCOPED_TRACE("after " + std::to_string(granted) + " allocations");
            ASSERT_LT(granted, allocations_max);
            Provider primary;
            Provider secondary;
            ASSERT_EQ(primary.open(provider_options()), OpenError::none);
            ASSERT_EQ(secondary.open(provider_options()), OpenError::none);
            const auto is_registered = [&] { return secondary.role() == Role::secondary; };
            Names offered;
            {
                const ScarceMemory scarce(granted, denied);
                for (Provider* const each : {&primary, &secondary}) {
                    const std::string name = each == &primary ? "p" : "s";
                    const ServiceError error = each->add(service(name));
                    if (error == ServiceError::none) offered.insert(name);
                }
                (void)run_for(20'000, is_registered, primary, secondary);
                any_denied = scarce.has_denied();
            }
            // A provider that was refused for lack of memory waits five seconds. This makes it try
            // again at once.
            ASSERT_EQ(secondary.add(service("later")), ServiceError::none);
            offered.insert("later");
            ASSERT_TRUE(run_until(is_registered, primary, secondary));
            ASSERT_EQ(found(offered.size(), primary, secondary), offered);
        }
        EXPECT_GT(granted, 5U);
    }
}

TEST_F(RuntimeScarceMemory, a_probe_never_claims_that_an_incomplete_list_is_complete) {
    Provider provider;
    ASSERT_EQ(provider.open(provider_options()), OpenError::none);
    const Names all = {"a", "b", "c"};
    for (const std::string& name : all) {
        ASSERT_EQ(provider.add(service(name)), ServiceError::none);
    }
    ASSERT_EQ(found(3, provider), all);
    ProbeOptions options = probe_options();
    options.timeout_ms = 50;
    for (const std::size_t denied : {std::size_t{1}, ScarceMemory::for_good}) {
        std::size_t granted = 0;
        for (bool any_denied = true; any_denied; ++granted) {
            SCOPED_TRACE("after " + std::to_string(granted) + " allocations");
            Probe probe;
            ASSERT_EQ(probe.open(options), OpenError::none);
            Names names;
            const auto has_ended = [&] {
                for (FoundServiceView each; probe.next_service(each);)
                    names.emplace(each.service.name);
                return probe.outcome() != ProbeOutcome::running;
            };
            {
                const ScarceMemory scarce(granted, denied);
                EXPECT_TRUE(run_until(has_ended, probe, provider));
                any_denied = scarce.has_denied();
            }
            const bool claims_all = probe.outcome() == ProbeOutcome::complete;
            EXPECT_TRUE(!claims_all || names == all) << testing::PrintToString(names);
        }
        EXPECT_GT(granted, 5U);
    }
    EXPECT_EQ(found(3, provider), all);
}

}  // namespace
}  // namespace mpdisc::test
