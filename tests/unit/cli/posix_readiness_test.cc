// SPDX-License-Identifier: MIT
#include "cli/readiness.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/unit/cli/temporary_path.h"

namespace mpdisc::cli {
namespace {

using Messages = std::vector<std::string>;

/// A supervisor that listens at a socket, as systemd does, and reads only when it is told to.
class Supervisor {
   public:
    /// `watchdog_us`: the value of WATCHDOG_USEC; empty: not set.
    explicit Supervisor(const std::string& watchdog_us = {}) {
        address_.sun_family = AF_UNIX;
        std::ranges::copy(path_, address_.sun_path);
        unlink(path_.c_str());
        EXPECT_EQ(bind(socket_, address(), sizeof address_), 0);
        setenv("NOTIFY_SOCKET", path_.c_str(), 1);
        if (!watchdog_us.empty()) setenv("WATCHDOG_USEC", watchdog_us.c_str(), 1);
        wishes = read_supervisor_wishes();
    }
    ~Supervisor() {
        unlink(path_.c_str());
        close(socket_);
        close(other_);
    }

    /// Another program sends messages until there is no room for more.
    void fill() {
        while (sendto(other_, "", 0, MSG_DONTWAIT, address(), sizeof address_) == 0) {
        }
    }
    /// What has come, without the messages of the other program.
    [[nodiscard]] Messages read_all() {
        Messages all;
        char room[256];
        for (ssize_t size; (size = recv(socket_, room, sizeof room, MSG_DONTWAIT)) >= 0;) {
            if (size > 0) all.emplace_back(room, static_cast<std::size_t>(size));
        }
        return all;
    }

    SupervisorWishes wishes;

   private:
    [[nodiscard]] const sockaddr* address() const {
        return reinterpret_cast<const sockaddr*>(&address_);
    }

    const std::string path_ = temporary_path("supervisor");
    const int socket_ = socket(AF_UNIX, SOCK_DGRAM, 0);
    const int other_ = socket(AF_UNIX, SOCK_DGRAM, 0);
    sockaddr_un address_{};
};

TEST(Readiness, IsToldOnceAndEachRoleIsAStatus) {
    Supervisor supervisor;
    Readiness readiness(Readiness::no_descriptor, supervisor.wishes);
    readiness.note_status("the port is held");
    readiness.note_role(Role::none, "looking");
    readiness.note_role(Role::secondary, "role: secondary");
    readiness.note_role(Role::none, "looking");
    readiness.note_role(Role::primary, "role: primary");
    readiness.note_stop();
    EXPECT_EQ(supervisor.read_all(), (Messages{"STATUS=the port is held", "STATUS=looking",
                                               "READY=1\nSTATUS=role: secondary", "STATUS=looking",
                                               "STATUS=role: primary", "STOPPING=1"}));
    EXPECT_EQ(readiness.next_deadline_us(), never_us);
}

TEST(Readiness, AReloadIsAPairOfMessages) {
    Supervisor supervisor;
    Readiness readiness(Readiness::no_descriptor, supervisor.wishes);
    readiness.begin_reload(5);
    readiness.end_reload("before it is ready");
    readiness.note_role(Role::primary, "role: primary");
    readiness.begin_reload(7);
    readiness.end_reload("reloaded");
    EXPECT_EQ(supervisor.read_all(),
              (Messages{"STATUS=before it is ready", "READY=1\nSTATUS=role: primary",
                        "RELOADING=1\nMONOTONIC_USEC=7", "READY=1\nSTATUS=reloaded"}));
}

TEST(Readiness, ARefusedReadyIsRepeatedUntilItIsTaken) {
    Supervisor supervisor;
    Readiness readiness(Readiness::no_descriptor, supervisor.wishes);
    supervisor.fill();
    readiness.note_role(Role::primary, "role: primary");
    EXPECT_LE(readiness.next_deadline_us(), 1'000'000);
    readiness.tick(1'000'000);
    EXPECT_EQ(readiness.next_deadline_us(), 1'100'000);
    EXPECT_EQ(supervisor.read_all(), Messages{});
    readiness.tick(1'099'999);
    EXPECT_EQ(supervisor.read_all(), Messages{});
    readiness.tick(1'100'000);
    readiness.tick(1'200'000);
    EXPECT_EQ(supervisor.read_all(), Messages{"READY=1"});
    EXPECT_EQ(readiness.next_deadline_us(), never_us);
}

TEST(Readiness, ARefusedReloadIsToldBeforeItsEnd) {
    Supervisor supervisor;
    Readiness readiness(Readiness::no_descriptor, supervisor.wishes);
    readiness.note_role(Role::primary, "role: primary");
    supervisor.fill();
    readiness.begin_reload(7);
    EXPECT_EQ(supervisor.read_all(), Messages{"READY=1\nSTATUS=role: primary"});
    // There is room now, but the supervisor has not heard of the reload.
    readiness.end_reload("reloaded");
    EXPECT_EQ(supervisor.read_all(), Messages{});
    readiness.tick(1'000'000);
    EXPECT_EQ(supervisor.read_all(), (Messages{"RELOADING=1\nMONOTONIC_USEC=7", "READY=1"}));
    EXPECT_EQ(readiness.next_deadline_us(), never_us);
}

TEST(Readiness, TheRefusedEndOfAReloadIsReplacedByTheNextReload) {
    Supervisor supervisor;
    Readiness readiness(Readiness::no_descriptor, supervisor.wishes);
    readiness.note_role(Role::primary, "role: primary");
    readiness.begin_reload(7);
    supervisor.fill();
    readiness.end_reload("reloaded");
    EXPECT_EQ(supervisor.read_all().size(), 2U);
    readiness.begin_reload(9);
    readiness.end_reload("reloaded again");
    readiness.tick(1'000'000);
    EXPECT_EQ(supervisor.read_all(),
              (Messages{"RELOADING=1\nMONOTONIC_USEC=9", "READY=1\nSTATUS=reloaded again"}));
}

TEST(Readiness, ASupervisorThatHasGoneIsOwedNothing) {
    SupervisorWishes wishes;
    { wishes = Supervisor().wishes; }
    Readiness readiness(Readiness::no_descriptor, wishes);
    readiness.note_role(Role::primary, "role: primary");
    EXPECT_EQ(readiness.next_deadline_us(), never_us);
}

TEST(Readiness, SignsOfLifeComeInHalfTheTime) {
    Supervisor supervisor("1000000");
    Readiness readiness(Readiness::no_descriptor, supervisor.wishes);
    readiness.tick(5'000'000);
    EXPECT_EQ(readiness.next_deadline_us(), 5'500'000);
    readiness.tick(5'499'999);
    EXPECT_EQ(supervisor.read_all(), Messages{"WATCHDOG=1"});
    readiness.tick(5'500'000);
    EXPECT_EQ(supervisor.read_all(), Messages{"WATCHDOG=1"});
    supervisor.fill();
    readiness.tick(6'000'000);
    EXPECT_EQ(readiness.next_deadline_us(), 6'100'000);
}

TEST(Readiness, ANewlineWaitsUntilTheDescriptorTakesIt) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const int flags = fcntl(ends[1], F_GETFL);
    fcntl(ends[1], F_SETFL, flags | O_NONBLOCK);
    char room[4096] = {};
    while (write(ends[1], room, sizeof room) > 0) {
    }
    fcntl(ends[1], F_SETFL, flags);

    Readiness readiness(ends[1], {});
    readiness.note_role(Role::primary, "role: primary");
    readiness.tick(1'000'000);
    EXPECT_EQ(readiness.next_deadline_us(), 1'100'000);
    EXPECT_EQ(read(ends[0], room, sizeof room), ssize_t{sizeof room});
    readiness.tick(1'100'000);
    EXPECT_EQ(readiness.next_deadline_us(), never_us);
    char last = 0;
    for (ssize_t size; (size = read(ends[0], room, sizeof room)) > 0;) last = room[size - 1];
    EXPECT_EQ(last, '\n');
    close(ends[0]);
}

}  // namespace
}  // namespace mpdisc::cli
