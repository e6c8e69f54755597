// SPDX-License-Identifier: MIT
#include "tests/bench/speed/flood.h"

#include <sys/socket.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <random>

#include "mpdisc/poll.h"
#include "tests/bench/support/messages.h"
#include "tests/bench/support/process_facts.h"

namespace mpdisc::bench {
namespace {

constexpr std::size_t batch = 32;
/// Fits into a receive buffer of the default size, which holds 256 datagrams of this size.
constexpr std::size_t waiting_max = 192;
constexpr TimeUs lost_after_us = 200'000;

}  // namespace

Flood::Flood(std::uint16_t port) : requests_(batch), transaction_(std::random_device()()) {
    socket_.connect_to(port);
    transaction_ <<= 32;
}

std::size_t Flood::request_size() {
    return Sample<wire::Request>().size;
}

void Flood::send(std::size_t count) {
    std::array<iovec, batch> parts{};
    std::array<mmsghdr, batch> messages{};
    for (std::size_t n = 0; n < count; ++n) {
        std::vector<std::uint8_t>& request = requests_[n];
        request.resize(limits::network_datagram_max);
        request.resize(wire::encode(make_request(++transaction_), request));
        parts[n] = {request.data(), request.size()};
        messages[n].msg_hdr.msg_iov = &parts[n];
        messages[n].msg_hdr.msg_iovlen = 1;
    }
    (void)sendmmsg(socket_.descriptor(), messages.data(), static_cast<unsigned>(count), 0);
}

std::size_t Flood::receive_answers() {
    static std::array<std::array<std::uint8_t, 16>, batch> heads;
    std::array<iovec, batch> parts{};
    std::array<mmsghdr, batch> messages{};
    for (std::size_t n = 0; n < batch; ++n) {
        parts[n] = {heads[n].data(), heads[n].size()};
        messages[n].msg_hdr.msg_iov = &parts[n];
        messages[n].msg_hdr.msg_iovlen = 1;
    }
    const int count = recvmmsg(socket_.descriptor(), messages.data(), batch, MSG_DONTWAIT, nullptr);
    return count > 0 ? static_cast<std::size_t>(count) : 0;
}

FloodRun Flood::run(pid_t server, TimeUs duration_us) {
    FloodRun run;
    std::uint64_t answers = 0;
    std::size_t waiting = 0;
    const double before_s = processor_s(server);
    const TimeUs start_us = monotonic_us();
    TimeUs last_us = start_us;
    TimeUs now_us = start_us;
    for (; now_us - start_us < duration_us; now_us = monotonic_us()) {
        if (waiting_max - waiting >= batch) {
            send(batch);
            waiting += batch;
        }
        const std::size_t taken = std::min(receive_answers(), waiting);
        answers += taken;
        waiting -= taken;
        if (taken != 0) last_us = now_us;
        if (now_us - last_us < lost_after_us) continue;
        run.lost += waiting;
        waiting = 0;
        last_us = now_us;
    }
    const double busy_s = processor_s(server) - before_s;
    const double elapsed_s = static_cast<double>(now_us - start_us) / 1e6;
    run.rate = static_cast<double>(answers) / elapsed_s;
    run.busy = 100 * busy_s / elapsed_s;
    // Lets the server answer all waiting requests before the next run.
    (void)await_answers(waiting);
    return run;
}

double Flood::rate_of_processor(pid_t server, int bursts) {
    std::size_t answers = 0;
    double busy_s = 0;
    for (int burst = 0; burst < bursts; ++burst) {
        kill(server, SIGSTOP);
        if (waitpid(server, nullptr, WUNTRACED) != server) return 0;
        for (std::size_t sent = 0; sent < waiting_max; sent += batch) send(batch);
        const double before_s = processor_s_at_rest(server);
        kill(server, SIGCONT);
        answers += await_answers(waiting_max);
        busy_s += processor_s_at_rest(server) - before_s;
    }
    return busy_s > 0 ? static_cast<double>(answers) / busy_s : 0;
}

std::size_t Flood::await_answers(std::size_t count) {
    std::size_t taken = 0;
    TimeUs last_us = monotonic_us();
    while (taken < count && monotonic_us() - last_us < lost_after_us) {
        const std::size_t more = receive_answers();
        taken += more;
        if (more != 0) last_us = monotonic_us();
    }
    return taken;
}

std::size_t Flood::answer_size() {
    send(1);
    std::array<std::uint8_t, 2048> answer;
    return socket_.receive(answer, 1'000'000);
}

}  // namespace mpdisc::bench
