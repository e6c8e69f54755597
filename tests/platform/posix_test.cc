// SPDX-License-Identifier: MIT
// Behaviour that only POSIX systems have: dispositions and masks that exec passes on, pipes as
// standard streams, options that let sockets share a port.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <string>
#include <thread>

#include "child.h"
#include "peer.h"
#include "platform/poller.h"
#include "program/console.h"

namespace mpdisc::platform {
namespace {

int exit_code_after_raising(int signal_number) {
    Command command;
    EXPECT_EQ(start_child(command, {"raise", std::to_string(signal_number)}), 0);
    return await_end(command);
}

TEST(PosixChild, ReportsTheEndingSignal) {
    EXPECT_EQ(exit_code_after_raising(SIGKILL), 128 + SIGKILL);
    EXPECT_EQ(exit_code_after_raising(SIGTERM), 128 + SIGTERM);
}

TEST(PosixChild, GetsTheOriginalHandling) {
    SignalWatch signals;
    ASSERT_TRUE(signals.open());
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) {
        EXPECT_EQ(exit_code_after_raising(number), 128 + number);
    }
    EXPECT_EQ(signals.next(), Signal::none);
}

TEST(PosixChild, IgnoresWhatWasIgnored) {
    for (const int number : {SIGHUP, SIGPIPE, SIGCHLD}) {
        const auto original = signal(number, SIG_IGN);
        {
            SignalWatch signals;
            ASSERT_TRUE(signals.open());
            EXPECT_EQ(exit_code_after_raising(number), 0);
        }
        EXPECT_EQ(signal(number, original), SIG_IGN);
    }
}

TEST(PosixChild, BlocksWhatWasBlocked) {
    sigset_t blocked;
    sigset_t original;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGTERM);
    sigaddset(&blocked, SIGCHLD);
    pthread_sigmask(SIG_BLOCK, &blocked, &original);
    EXPECT_EQ(exit_code_after_raising(SIGTERM), 0);
    sigset_t after;
    pthread_sigmask(SIG_SETMASK, &original, &after);
    EXPECT_EQ(sigismember(&after, SIGTERM), 1);
    EXPECT_EQ(sigismember(&after, SIGCHLD), 1);
}

TEST(PosixChild, RestoresTheHandlerOfSigchld) {
    const auto original = signal(SIGCHLD, [](int) {});
    const auto ours = signal(SIGCHLD, original);
    signal(SIGCHLD, ours);
    EXPECT_EQ(exit_code_after_raising(SIGTERM), 128 + SIGTERM);
    EXPECT_EQ(signal(SIGCHLD, original), ours);
}

/// Replaces the standard output by a pipe.
class PipedOutput {
   public:
    explicit PipedOutput(int write_flags = 0) : original_(dup(STDOUT_FILENO)) {
        int ends[2];
        EXPECT_EQ(pipe(ends), 0);
        read_end = ends[0];
        EXPECT_EQ(fcntl(ends[1], F_SETFL, write_flags), 0);
        dup2(ends[1], STDOUT_FILENO);
        close(ends[1]);
    }
    ~PipedOutput() {
        restore();
        if (read_end != -1) close(read_end);
    }
    void restore() {
        if (original_ == -1) return;
        dup2(original_, STDOUT_FILENO);
        close(original_);
        original_ = -1;
    }

    int read_end = -1;

   private:
    int original_;
};

TEST(PosixStream, AClosedPipeIsAnError) {
    SignalWatch signals;  // otherwise SIGPIPE would end the program
    ASSERT_TRUE(signals.open());
    PipedOutput output;
    close(output.read_end);
    output.read_end = -1;
    const bool written = write_all(StandardStream::output, "to nobody");
    output.restore();
    EXPECT_FALSE(written);
    EXPECT_EQ(signals.next(), Signal::none);
}

TEST(PosixStream, APipeIsNoTerminal) {
    PipedOutput output;
    const bool terminal = is_terminal(StandardStream::output);
    output.restore();
    EXPECT_FALSE(terminal);
}

TEST(PosixStream, WaitsForTheReaderEvenIfNonBlocking) {
    const std::string text(300'000, 'x');
    PipedOutput output(O_NONBLOCK);
    std::string read_text;
    std::thread reader([&] {
        char bytes[4096];
        ssize_t count;
        while ((count = read(output.read_end, bytes, sizeof bytes)) > 0) {
            read_text.append(bytes, static_cast<std::size_t>(count));
        }
    });
    const bool written = write_all(StandardStream::output, text);
    output.restore();  // closes the last write end, so the reader ends
    reader.join();
    EXPECT_TRUE(written);
    EXPECT_EQ(read_text, text);
}

class SharingSocket {
   public:
    explicit SharingSocket(int option) {
        const int on = 1;
        EXPECT_EQ(setsockopt(descriptor_, SOL_SOCKET, option, &on, sizeof on), 0);
    }
    ~SharingSocket() { close(descriptor_); }

    [[nodiscard]] bool bind_port(std::uint16_t& port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        socklen_t size = sizeof address;
        if (bind(descriptor_, reinterpret_cast<sockaddr*>(&address), size) != 0) return false;
        EXPECT_EQ(getsockname(descriptor_, reinterpret_cast<sockaddr*>(&address), &size), 0);
        port = ntohs(address.sin_port);
        return true;
    }

   private:
    int descriptor_ = socket(AF_INET, SOCK_DGRAM, 0);
};

TEST(PosixBind, OthersCannotShareOurPort) {
    for (const int option : {SO_REUSEADDR, SO_REUSEPORT}) {
        UdpSocket ours;
        ASSERT_EQ(ours.open({.family = Family::ipv4}), SocketError::none);
        SharingSocket stranger(option);
        std::uint16_t port = ours.port();
        EXPECT_FALSE(stranger.bind_port(port));
    }
}

TEST(PosixBind, DoesNotShareThePortOfOthers) {
    for (const int option : {SO_REUSEADDR, SO_REUSEPORT}) {
        SharingSocket stranger(option);
        std::uint16_t port = 0;
        ASSERT_TRUE(stranger.bind_port(port));
        UdpSocket ours;
        EXPECT_EQ(ours.open({.family = Family::ipv4, .port = port}), SocketError::in_use);
    }
}

/// A signal that interrupts system calls 2,000 times a second.
class Interruptions {
   public:
    Interruptions() {
        struct sigaction action {};
        action.sa_handler = [](int) { count = count + 1; };
        sigaction(SIGALRM, &action, &before_);
        const itimerval often{{0, 500}, {0, 500}};
        setitimer(ITIMER_REAL, &often, nullptr);
    }
    ~Interruptions() {
        const itimerval never{};
        setitimer(ITIMER_REAL, &never, nullptr);
        sigaction(SIGALRM, &before_, nullptr);
    }
    static inline volatile sig_atomic_t count = 0;

   private:
    struct sigaction before_ {};
};

TEST(PosixSignals, DoNotDisturbDatagramsAndPolls) {
    UdpSocket from;
    UdpSocket to;
    const IpAddress loopback = IpAddress::loopback(Family::ipv4);
    ASSERT_EQ(from.open({.family = Family::ipv4, .address = loopback}), SocketError::none);
    ASSERT_EQ(to.open({.family = Family::ipv4, .address = loopback}), SocketError::none);
    ReceiveBatch batch;
    ASSERT_TRUE(batch.create(64));
    const std::uint8_t bytes[] = {1, 2, 3};
    DatagramToSend datagram{{loopback, 0, to.port()}, {}, 0, bytes};
    const PollEntry entry = to.poll_entry();

    const Interruptions interruptions;
    std::size_t received = 0;
    std::size_t rounds = 0;
    while (Interruptions::count < 100 && ++rounds < 1'000'000) {
        ASSERT_EQ(from.send({&datagram, 1}), 1U);
        std::size_t count = 0;
        ReceivedDatagram got[ReceiveBatch::capacity];
        while (count == 0) {
            ASSERT_TRUE(poll_wait({&entry, 1}, 1'000'000));
            count = to.receive(batch, got);
        }
        received += count;
        // Nothing else comes, so only a signal or the time-out ends this.
        ASSERT_TRUE(poll_wait({&entry, 1}, 200));
    }
    EXPECT_GE(Interruptions::count, 100);
    EXPECT_EQ(received, rounds);
}

TEST(PosixInterfaces, ARefusalIsNotAnEmptyList) {
    rlimit before{};
    ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
    const rlimit none{0, before.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
    InterfaceList list;
    InterfaceAddress one;
    const bool listed = list_interfaces({{&one, 1}, {}}, list);
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
    EXPECT_FALSE(listed);
}

TEST(PosixFile, IsReadToItsEndIfItComesInParts) {
    const std::string path = testing::TempDir() + "mpdisc_platform_" + std::to_string(getpid());
    ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
    std::thread writer([&] {
        const int file = open(path.c_str(), O_WRONLY);
        for (const char* part : {"one ", "two ", "three"}) {
            EXPECT_GT(write(file, part, std::strlen(part)), 0);
            usleep(20'000);
        }
        close(file);
    });
    std::array<char, 64> room{};
    std::size_t size = 0;
    EXPECT_EQ(read_file(path.c_str(), room, size), 0);
    writer.join();
    EXPECT_EQ(std::string_view(room.data(), size), "one two three");
    unlink(path.c_str());
}

TEST(PosixFile, ReadAtOnceRefusesAPipe) {
    const std::string path = testing::TempDir() + "mpdisc_platform_quiet_pipe";
    ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
    std::array<char, 64> room{};
    std::size_t size = 77;
    EXPECT_NE(read_file(path.c_str(), room, size, FileRead::at_once), 0);
    const int writer = open(path.c_str(), O_RDWR);
    ASSERT_GE(writer, 0);
    EXPECT_NE(read_file(path.c_str(), room, size, FileRead::at_once), 0);
    close(writer);
    unlink(path.c_str());
}

}  // namespace
}  // namespace mpdisc::platform
