// SPDX-License-Identifier: MIT
// Processes on POSIX systems: hundreds of forked children, users, limits.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"
#include "forked.h"
#include "idle_children.h"
#include "peer.h"
#include "platform/host.h"
#include "platform/port_user.h"
#include "platform/streams.h"

namespace mpdisc::platform {
namespace {

std::size_t open_descriptors() {
    std::size_t count = 0;
    for (int descriptor = 0; descriptor < 1024; ++descriptor) {
        if (fcntl(descriptor, F_GETFD) != -1) ++count;
    }
    return count;
}

TEST(PosixProcessWatch, ReportsAllThatEndAtOnce) {
    const std::size_t before = open_descriptors();
    ProcessWatch watch;
    if (!watch.open()) GTEST_SKIP() << "this system has no process watch";
    IdleChildren children(200);
    const std::set<std::uint32_t> ids = children.ids();
    // In falling order, so that each one is inserted before all others.
    for (auto id = ids.rbegin(); id != ids.rend(); ++id) watch.watch(*id);
    EXPECT_TRUE(all_ended(watch).empty());
    children.kill_all();
    EXPECT_EQ(all_ended(watch), ids);
    watch.close();
    EXPECT_EQ(open_descriptors(), before);
}

TEST(PosixProcessWatch, CloseFreesEveryDescriptor) {
    const std::size_t before = open_descriptors();
    ProcessWatch watch;
    if (!watch.open()) GTEST_SKIP() << "this system has no process watch";
    IdleChildren children(3);
    for (int round = 0; round < 2; ++round) {
        for (const std::uint32_t id : children.ids()) watch.watch(id);
    }
    children.kill_all();
    watch.watch(UINT32_MAX - 1);
    watch.close();
    EXPECT_EQ(open_descriptors(), before);
}

TEST(PosixProcessWatch, DoesNotReportForgottenProcessesOfWhichAChildHasDescriptors) {
    ProcessWatch watch;
    if (!watch.open()) GTEST_SKIP() << "this system has no process watch";
    IdleChildren child(1);
    const std::uint32_t id = *child.ids().begin();
    watch.watch(id);
    const IdleChildren heir(1);
    watch.forget(id);
    child.kill_all();
    EXPECT_TRUE(all_ended(watch).empty());
}

TEST(PosixProcessWatch, ContinuesWhenAForkedChildClosesItsCopy) {
    ProcessWatch watch;
    if (!watch.open()) GTEST_SKIP() << "this system has no process watch";
    IdleChildren idle(1);
    const std::uint32_t id = *idle.ids().begin();
    watch.watch(id);
    const int code = run_forked([&] {
        watch.close();
        return 0;
    });
    ASSERT_EQ(code, 0);
    idle.kill_all();
    EXPECT_EQ(all_ended(watch), std::set{id});
}

TEST(PosixUser, IsTheEffectiveUser) {
    EXPECT_EQ(user_id(), geteuid());
}

TEST(PosixTakeover, AnotherUserIsRefused) {
    if (geteuid() != 0) GTEST_SKIP() << "only root can become another user";
    UdpSocket holder;
    ASSERT_EQ(holder.open({.family = Family::ipv4}), SocketError::none);
    if (!holder.allow_takeover()) GTEST_SKIP() << "this system has no takeover";
    const UdpSocketOptions options{.family = Family::ipv4, .port = holder.port()};
    for (const uid_t user : {uid_t{0}, uid_t{65'534}}) {
        const int code = run_forked([&] {
            UdpSocket socket;
            return setuid(user) == 0 ? static_cast<int>(socket.take_over(options)) : 99;
        });
        const SocketError wanted = user == 0 ? SocketError::none : SocketError::in_use;
        EXPECT_EQ(code, static_cast<int>(wanted));
    }
}

TEST(PosixSharedPort, ReachesProgramsOfAllUsers) {
    if (geteuid() != 0) GTEST_SKIP() << "takes root, to be another user";
    UdpSocketOptions options;
    {
        UdpSocket socket;
        ASSERT_EQ(socket.open(options), SocketError::none);
        options.port = socket.port();
    }
    options.is_shared = true;
    const uid_t users[] = {65'533, 65'534, 0};
    Peer listeners[std::size(users)];
    for (std::size_t n = 0; n < std::size(users); ++n) {
        ASSERT_EQ(seteuid(users[n]), 0);
        const SocketError error = listeners[n].open(options);
        ASSERT_EQ(seteuid(0), 0);
        if (error == SocketError::in_use && !is_proven_here) GTEST_SKIP() << "not on this system";
        ASSERT_EQ(error, SocketError::none);
    }
    Peer sender;
    ASSERT_TRUE(sender.open_on_loopback(Family::ipv4));
    if (sender.send({IpAddress::v4(127, 255, 255, 255), 0, options.port}, "anybody?") == 0) {
        GTEST_SKIP() << "no broadcast on loopback here";
    }
    for (Peer& each : listeners) EXPECT_EQ(each.receive_one().text, "anybody?");
}

TEST(PosixPortUser, IsTheCreatorOfTheSocket) {
    if (geteuid() != 0) GTEST_SKIP() << "only root can become another user";
    constexpr uid_t other = 65'533;
    ASSERT_EQ(seteuid(other), 0);
    UdpSocket socket;
    const SocketError error = socket.open({.family = Family::ipv4});
    ASSERT_EQ(seteuid(0), 0);
    ASSERT_EQ(error, SocketError::none);
    std::uint32_t user = 0;
    const Endpoint local{IpAddress::loopback(Family::ipv4), 0, socket.port()};
    const PortUserAnswer answer = udp_port_user(local, user);
    if (answer == PortUserAnswer::never) GTEST_SKIP() << "this system cannot tell";
    ASSERT_EQ(answer, PortUserAnswer::told);
    EXPECT_EQ(user, other);
}

TEST(PosixPortUser, IsNotToldNowWithoutFreeDescriptors) {
    UdpSocket socket;
    ASSERT_EQ(socket.open({.family = Family::ipv4}), SocketError::none);
    const Endpoint local{IpAddress::loopback(Family::ipv4), 0, socket.port()};
    std::uint32_t user = 0;
    if (udp_port_user(local, user) == PortUserAnswer::never)
        GTEST_SKIP() << "this system cannot tell";
    rlimit before{};
    ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
    const rlimit none{0, before.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
    const PortUserAnswer answer = udp_port_user(local, user);
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
    EXPECT_EQ(answer, PortUserAnswer::not_now);
}

/// Starts the script with those options, and returns its exit code.
int run_script(std::string script, const ChildOptions& options) {
    char shell[] = "sh";
    char option[] = "-c";
    char* argv[] = {shell, option, script.data(), nullptr};
    Command command;
    if (command.start(argv, options) != 0) return 97;
    return await_end(command);
}

/// Returns the exit code of the script, or another one if the limit was not raised.
int raise_and_run(std::string script) {
    const rlimit low{256, 4096};
    if (setrlimit(RLIMIT_NOFILE, &low) != 0) return 99;
    raise_descriptor_limit();
    raise_descriptor_limit();
    rlimit raised{};
    if (getrlimit(RLIMIT_NOFILE, &raised) != 0 || raised.rlim_cur != 4096) return 98;
    return run_script(std::move(script), {});
}

/// Whether find_program() and a start agree about this program. Returns the error number of both.
int find_and_start(std::string name) {
    char* argv[] = {name.data(), nullptr};
    Command command;
    const int error = command.start(argv, {{}, {}, false});
    if (error == 0) (void)await_end(command);
    EXPECT_EQ(find_program(name.c_str()), error) << name;
    return error;
}

TEST(PosixChild, IsFoundBeforeItsStartAsAtItsStart) {
    char directory[] = "/tmp/mpdisc-path-XXXXXX";
    ASSERT_NE(mkdtemp(directory), nullptr);
    const std::string plain = std::string(directory) + "/mpdisc-plain";
    close(open(plain.c_str(), O_CREAT | O_WRONLY, 0600));
    const std::string usual = getenv("PATH");
    EXPECT_EQ(find_and_start("true"), 0);
    EXPECT_EQ(find_and_start("mpdisc-plain"), ENOENT);
    for (const std::string& path :
         {directory + (":" + usual), ":/nowhere:" + usual + "::" + directory}) {
        setenv("PATH", path.c_str(), 1);
        EXPECT_EQ(find_and_start("true"), 0) << path;
        EXPECT_EQ(find_and_start("mpdisc-plain"), EACCES) << path;
        EXPECT_EQ(find_and_start("mpdisc-none"), ENOENT) << path;
    }
    EXPECT_EQ(find_and_start(plain), EACCES);
    EXPECT_EQ(find_and_start(directory), EACCES);
    EXPECT_EQ(find_and_start(plain + "/x"), ENOTDIR);
    EXPECT_EQ(find_and_start("/bin/sh"), 0);
    unsetenv("PATH");
    EXPECT_EQ(find_and_start("true"), 0);
    setenv("PATH", usual.c_str(), 1);
    unlink(plain.c_str());
    rmdir(directory);
}

TEST(PosixChild, HasAnEmptyInputEvenIfItsParentHasMore) {
    const auto run_with_input = [](const ChildOptions& options) {
        int ends[2];
        if (pipe(ends) != 0 || write(ends[1], "abc", 3) != 3) return 99;
        close(ends[1]);
        if (dup2(ends[0], STDIN_FILENO) == -1) return 98;
        return run_script("exit $(wc -c)", options);
    };
    EXPECT_EQ(run_forked([&] { return run_with_input({}); }), 3);
    EXPECT_EQ(run_forked([&] { return run_with_input({{}, {}, false}); }), 0);
}

TEST(PosixChild, HasTheHandlingOfClosedPipesThatItsParentWasStartedWith) {
    const std::string ends_by_a_closed_pipe = "kill -PIPE $$; exit 3";
    EXPECT_EQ(run_forked([&] {
                  ignore_closed_pipes();
                  SignalWatch signals;
                  return signals.open() ? run_script(ends_by_a_closed_pipe, {}) : 99;
              }),
              128 + SIGPIPE);
    EXPECT_EQ(run_forked([&] {
                  signal(SIGPIPE, SIG_IGN);
                  ignore_closed_pipes();
                  return run_script(ends_by_a_closed_pipe, {});
              }),
              3);
}

/// Whether the output has a reader to poll (2), and has lost it (1), if it goes to this descriptor.
int lost_reader_of(int output) {
    return run_forked([output] {
        if (dup2(output, STDOUT_FILENO) == -1) return 99;
        const PollEntry reader = output_reader();
        return (reader.handle != -1 ? 2 : 0) + (is_reader_lost(reader) ? 1 : 0);
    });
}

TEST(PosixOutput, TellsThatNobodyReadsAPipe) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    EXPECT_EQ(lost_reader_of(ends[1]), 2);
    close(ends[0]);
    EXPECT_EQ(lost_reader_of(ends[1]), 3);
    close(ends[1]);
    const int no_pipe = open("/dev/null", O_WRONLY);
    EXPECT_EQ(lost_reader_of(no_pipe), 0);
    close(no_pipe);
}

TEST(PosixDescriptorLimit, IsNotRaisedForChildren) {
    rlimit limit{};
    ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
    if (limit.rlim_max < 4096) GTEST_SKIP() << "the hard limit of this process is too low";
    const int code = run_forked(
        [] { return raise_and_run("test \"$(ulimit -Sn) $(ulimit -Hn)\" = '256 4096'"); });
    EXPECT_EQ(code, 0);
}

}  // namespace
}  // namespace mpdisc::platform
