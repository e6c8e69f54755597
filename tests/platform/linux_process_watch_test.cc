// SPDX-License-Identifier: MIT
// On Linux each watched process takes a descriptor.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include "idle_children.h"

namespace mpdisc::platform {
namespace {

/// Sets the limit of descriptors while it exists.
class DescriptorLimit {
   public:
    explicit DescriptorLimit(rlim_t soft) {
        EXPECT_EQ(getrlimit(RLIMIT_NOFILE, &before_), 0);
        const rlimit limit{soft, before_.rlim_max};
        EXPECT_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);
    }
    ~DescriptorLimit() { EXPECT_EQ(setrlimit(RLIMIT_NOFILE, &before_), 0); }
    DescriptorLimit(const DescriptorLimit&) = delete;
    DescriptorLimit& operator=(const DescriptorLimit&) = delete;

   private:
    rlimit before_{};
};

TEST(LinuxProcessWatch, UsesAtMostHalfOfTheDescriptors) {
    const DescriptorLimit limit(100);
    ProcessWatch watch;
    if (!watch.open()) GTEST_SKIP() << "this system has no process watch";
    IdleChildren children(60);
    const std::set<std::uint32_t> ids = children.ids();
    for (const std::uint32_t id : ids) watch.watch(id);
    for (const std::uint32_t id : ids) watch.watch(id);
    children.kill_all();
    EXPECT_EQ(all_ended(watch).size(), 50u);
}

TEST(LinuxProcessWatch, SkipsProcessesWithoutFreeDescriptors) {
    ProcessWatch watch;
    if (!watch.open()) GTEST_SKIP() << "this system has no process watch";
    IdleChildren children(2);
    const std::set<std::uint32_t> ids = children.ids();
    {
        const DescriptorLimit none(0);
        watch.watch(*ids.begin());
    }
    watch.watch(*ids.rbegin());
    children.kill_all();
    EXPECT_EQ(all_ended(watch), std::set{*ids.rbegin()});
}

}  // namespace
}  // namespace mpdisc::platform
