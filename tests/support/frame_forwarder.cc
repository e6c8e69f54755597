// SPDX-License-Identifier: MIT
//
// frame-forwarder IF IF [--delay MS] [--double PERCENT] [--hold PERCENT] [--hold-ms MS]
//                       [--lose PERCENT] [--doze-ms MS] [--seed N]
//
// A bad cable between two interfaces: forwards each frame from one to the other after the delay. It
// doubles, holds or loses PERCENT of the frames; held frames take up to --hold-ms longer, so that
// others overtake them. With --doze-ms the first interface leads to a sleeping station: like an
// access point, the cable keeps broadcasts and multicasts for it until the next beacon, and beacons
// are MS apart. It prints "ready", ends with its parent or on SIGTERM, and then prints its counts.

#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using Time = std::chrono::steady_clock::time_point;
using Frame = std::vector<std::uint8_t>;

// The most frames in transit. It drops and counts further frames, as a full queue does.
constexpr std::size_t frames_max = 16384;
constexpr int frames_a_round = 256;
constexpr int receive_buffer_bytes = 8 << 20;
// The size of the virtio_net_hdr that the packet socket puts before each frame.
constexpr std::size_t packet_header_size = 10;

volatile std::sig_atomic_t ended = 0;

struct Options {
    unsigned long delay = 0, double_ = 0, hold = 0, hold_ms = 20, lose = 0, doze_ms = 0, seed = 1;
};

struct Counts {
    unsigned long forwarded = 0, doubled = 0, held = 0, lost = 0, dropped = 0;
};

[[noreturn]] void fail(const std::string& what) {
    std::perror(("frame-forwarder: " + what).c_str());
    std::exit(1);
}

void set_option(int socket, int level, int name, int value, const char* what) {
    if (setsockopt(socket, level, name, &value, sizeof value) != 0) fail(what);
}

int open_interface(const char* name) {
    // With protocol 0 the socket receives nothing until bind().
    const int end = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
    if (end < 0) fail("a packet socket");
    // Keeps the mark of frames whose checksum is not computed yet.
    set_option(end, SOL_PACKET, PACKET_VNET_HDR, 1, "PACKET_VNET_HDR");
    set_option(end, SOL_PACKET, PACKET_IGNORE_OUTGOING, 1, "PACKET_IGNORE_OUTGOING");
    // Works for root of the initial user namespace only; others keep the default buffer.
    (void)setsockopt(end, SOL_SOCKET, SO_RCVBUFFORCE, &receive_buffer_bytes,
                     sizeof receive_buffer_bytes);
    sockaddr_ll address{};
    address.sll_family = AF_PACKET;
    address.sll_protocol = htons(ETH_P_ALL);
    address.sll_ifindex = static_cast<int>(if_nametoindex(name));
    if (address.sll_ifindex == 0) fail(name);
    if (bind(end, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) fail(name);
    packet_mreq all{};
    all.mr_ifindex = address.sll_ifindex;
    all.mr_type = PACKET_MR_PROMISC;
    if (setsockopt(end, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &all, sizeof all) != 0) fail(name);
    return end;
}

// True for broadcast and multicast frames.
bool is_for_many(const Frame& frame) {
    return frame.size() > packet_header_size && (frame[packet_header_size] & 1) != 0;
}

class Forwarder {
   public:
    Forwarder(const Options& options, std::array<int, 2> ends)
        : options_(options), ends_(ends), dice_(options.seed) {}

    void run() {
        while (ended == 0) {
            std::array<pollfd, 2> polled{pollfd{ends_[0], POLLIN, 0}, pollfd{ends_[1], POLLIN, 0}};
            const timespec wait = until_next();
            if (ppoll(polled.data(), polled.size(), &wait, nullptr) < 0 && errno != EINTR)
                fail("poll");
            for (const std::size_t from : {0U, 1U}) take_all(from);
            deliver_due();
        }
    }

    [[nodiscard]] Counts counts() const {
        Counts sum = counts_;
        for (const int end : ends_) {
            tpacket_stats in_kernel{};
            socklen_t length = sizeof in_kernel;
            if (getsockopt(end, SOL_PACKET, PACKET_STATISTICS, &in_kernel, &length) == 0)
                sum.dropped += in_kernel.tp_drops;
        }
        return sum;
    }

   private:
    // A multimap keeps frames that are due at the same time in the order of their arrival.
    using UnderWay = std::multimap<Time, std::pair<int, Frame>>;

    bool happens(unsigned long percent, unsigned long& count) {
        const bool now = dice_() % 100 < percent;
        count += now ? 1 : 0;
        return now;
    }

    // Bounded, so that the end of the parent or a signal is noticed in time.
    [[nodiscard]] timespec until_next() const {
        std::chrono::nanoseconds left = milliseconds(50);
        if (!under_way_.empty())
            left = std::clamp<std::chrono::nanoseconds>(
                under_way_.begin()->first - std::chrono::steady_clock::now(), {}, left);
        return {0, static_cast<long>(left.count())};
    }

    void take_all(std::size_t from) {
        for (int round = 0; round < frames_a_round; ++round) {
            const ssize_t size = recv(ends_[from], buffer_.data(), buffer_.size(), MSG_DONTWAIT);
            if (size < 0) return;
            take(ends_[1 - from], Frame(buffer_.begin(), buffer_.begin() + size));
        }
    }

    void take(int to, const Frame& frame) {
        if (happens(options_.lose, counts_.lost)) return;
        send_later(to, frame);
        if (happens(options_.double_, counts_.doubled)) send_later(to, frame);
    }

    void send_later(int to, const Frame& frame) {
        if (under_way_.size() == frames_max) {
            ++counts_.dropped;
            return;
        }
        Time due = std::chrono::steady_clock::now() + milliseconds(options_.delay);
        if (happens(options_.hold, counts_.held))
            due += microseconds(1 + dice_() % (options_.hold_ms * 1000));
        if (options_.doze_ms != 0 && to == ends_[0] && is_for_many(frame)) {
            ++counts_.held;
            due = next_beacon(due);
        }
        under_way_.emplace(due, std::pair(to, frame));
    }

    [[nodiscard]] Time next_beacon(Time after) const {
        const microseconds gap = milliseconds(options_.doze_ms);
        const auto passed = std::chrono::duration_cast<microseconds>(after - began_);
        return began_ + (passed / gap + 1) * gap;
    }

    void deliver_due() {
        const Time now = std::chrono::steady_clock::now();
        while (!under_way_.empty() && under_way_.begin()->first <= now) {
            const auto& [to, frame] = under_way_.begin()->second;
            ++(send(to, frame.data(), frame.size(), 0) < 0 ? counts_.dropped : counts_.forwarded);
            under_way_.erase(under_way_.begin());
        }
    }

    Options options_;
    std::array<int, 2> ends_;
    std::mt19937_64 dice_;
    const Time began_ = std::chrono::steady_clock::now();
    UnderWay under_way_;
    Counts counts_;
    std::array<std::uint8_t, 65536 + 64> buffer_;
};

Options read_options(int count, char** arguments) {
    Options options;
    const std::map<std::string, unsigned long*> known{
        {"--delay", &options.delay},     {"--double", &options.double_}, {"--hold", &options.hold},
        {"--hold-ms", &options.hold_ms}, {"--lose", &options.lose},      {"--seed", &options.seed},
        {"--doze-ms", &options.doze_ms}};
    errno = EINVAL;
    if (count < 3) fail("two interfaces");
    for (int at = 3; at < count; at += 2) {
        const auto option = known.find(arguments[at]);
        if (option == known.end() || at + 1 == count) fail(arguments[at]);
        *option->second = std::strtoul(arguments[at + 1], nullptr, 10);
    }
    options.hold_ms = std::max(options.hold_ms, 1UL);
    return options;
}

}  // namespace

int main(int count, char** arguments) {
    if (prctl(PR_SET_PDEATHSIG, SIGTERM) != 0) fail("PR_SET_PDEATHSIG");
    std::signal(SIGTERM, [](int) { ended = 1; });

    const Options options = read_options(count, arguments);
    Forwarder forwarder(options, {open_interface(arguments[1]), open_interface(arguments[2])});
    std::puts("ready");
    std::fflush(stdout);
    forwarder.run();
    const Counts counts = forwarder.counts();
    std::printf("forwarded %lu doubled %lu held %lu lost %lu dropped %lu\n", counts.forwarded,
                counts.doubled, counts.held, counts.lost, counts.dropped);
}
