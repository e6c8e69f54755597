// SPDX-License-Identifier: MIT
#include "platform/process_watch.h"

#include <gtest/gtest.h>

#include <set>

#include "child.h"
#include "peer.h"
#include "platform/host.h"

namespace mpdisc::platform {
namespace {

/// A child with a known process id, which lives until end().
class KnownChild {
   public:
    KnownChild() {
        EXPECT_TRUE(parent_.open_on_loopback(Family::ipv4));
        EXPECT_EQ(start_child(command_, {"tell-id", std::to_string(parent_.socket.port())}), 0);
        const Received told = parent_.receive_one();
        endpoint_ = told.from;
        id = static_cast<std::uint32_t>(std::stoul("0" + told.text));
    }

    /// The process id stays in use as long as this object exists.
    void end() {
        EXPECT_EQ(parent_.send(endpoint_, "end"), 1u);
        EXPECT_EQ(await_end(command_), 0);
    }

    std::uint32_t id = 0;

   private:
    Peer parent_;
    Endpoint endpoint_;
    Command command_;
};

class Watching : public testing::Test {
   protected:
    void SetUp() override {
        if (watch.open()) return;
        if (is_proven_here) FAIL() << "no watch can be opened";
        GTEST_SKIP() << "this system has no process watch";
    }

    /// The next ended process, if it is reported already.
    std::optional<std::uint32_t> told() {
        std::uint32_t id = 0;
        return watch.next_ended(id) ? std::optional(id) : std::nullopt;
    }

    /// Waits for the next ended process, since some systems report it a little later. None if
    /// nothing is reported.
    std::optional<std::uint32_t> awaited() {
        EXPECT_TRUE(is_readable(patience_us));
        return told();
    }

    bool is_readable(std::uint64_t timeout_us) {
        return becomes_readable(watch.poll_entry(), timeout_us);
    }

    ProcessWatch watch;
};

TEST_F(Watching, ReportsAnEndOnce) {
    KnownChild child;
    EXPECT_TRUE(watch.watch(child.id));
    EXPECT_FALSE(is_readable(5'000));
    EXPECT_EQ(told(), std::nullopt);
    child.end();
    EXPECT_EQ(awaited(), child.id);
    EXPECT_EQ(told(), std::nullopt);
    EXPECT_FALSE(is_readable(5'000));
}

TEST_F(Watching, ReportsWhichOfManyEnded) {
    KnownChild children[3];
    for (const KnownChild& child : children) watch.watch(child.id);
    children[1].end();
    EXPECT_EQ(awaited(), children[1].id);
    children[2].end();
    children[0].end();
    const std::set<std::optional<std::uint32_t>> ended = {awaited(), awaited()};
    EXPECT_EQ(ended, (std::set<std::optional<std::uint32_t>>{children[0].id, children[2].id}));
    EXPECT_EQ(told(), std::nullopt);
}

TEST_F(Watching, DoesNotReportForgottenProcesses) {
    KnownChild child;
    watch.watch(child.id);
    watch.forget(child.id);
    watch.forget(child.id);
    child.end();
    EXPECT_EQ(told(), std::nullopt);
}

TEST_F(Watching, EndsWhenForgottenAsOftenAsWatched) {
    KnownChild child;
    watch.watch(child.id);
    watch.watch(child.id);
    watch.forget(child.id);
    child.end();
    EXPECT_EQ(awaited(), child.id);
    EXPECT_EQ(told(), std::nullopt);
    watch.forget(child.id);
    EXPECT_EQ(told(), std::nullopt);
}

TEST_F(Watching, CanBeginAgainAfterForgetting) {
    KnownChild child;
    watch.watch(child.id);
    watch.forget(child.id);
    watch.watch(child.id);
    child.end();
    EXPECT_EQ(awaited(), child.id);
}

TEST_F(Watching, ReportsAProcessThatEndedBefore) {
    KnownChild child;
    child.end();
    watch.watch(child.id);
    EXPECT_EQ(awaited(), child.id);
    EXPECT_EQ(told(), std::nullopt);
}

TEST_F(Watching, ReportsAProcessThatDoesNotExist) {
    std::uint32_t gone = 0;
    {
        KnownChild child;
        child.end();
        gone = child.id;
    }
    watch.watch(gone);
    watch.watch(gone);
    EXPECT_EQ(awaited(), gone);
    EXPECT_EQ(told(), std::nullopt);
    EXPECT_FALSE(is_readable(5'000));

    watch.watch(gone);
    watch.forget(gone);
    EXPECT_EQ(told(), std::nullopt);
    EXPECT_FALSE(is_readable(5'000));
}

TEST_F(Watching, RefusesWhatIsNoProcess) {
    for (const std::uint32_t id : {0u, UINT32_MAX, 0x8000'0000u}) {
        EXPECT_FALSE(watch.watch(id));
        EXPECT_EQ(told(), std::nullopt);
        watch.forget(id);
    }
    EXPECT_FALSE(is_readable(5'000));
}

TEST_F(Watching, DoesNotReportThisProcess) {
    watch.watch(process_id());
    EXPECT_EQ(told(), std::nullopt);
    EXPECT_FALSE(is_readable(5'000));
}

TEST_F(Watching, CloseForgetsAll) {
    KnownChild child;
    watch.watch(child.id);
    watch.close();
    watch.close();
    EXPECT_FALSE(watch.is_open());
    child.end();
    ASSERT_TRUE(watch.open());
    EXPECT_EQ(told(), std::nullopt);
    watch.watch(child.id);
    EXPECT_EQ(awaited(), child.id);
}

TEST(ClosedWatch, IsHarmless) {
    ProcessWatch watch;
    EXPECT_EQ(watch.poll_entry().handle, -1);
    EXPECT_FALSE(watch.watch(process_id()));
    watch.forget(process_id());
    std::uint32_t id = 0;
    EXPECT_FALSE(watch.next_ended(id));
    watch.close();
}

}  // namespace
}  // namespace mpdisc::platform
