// SPDX-License-Identifier: MIT
#include "mpdisc/status.h"

#include <array>

#include "core/host/interface_table.h"
#include "core/search/status_query.h"
#include "platform/clock.h"
#include "runtime/datagram_tracer.h"
#include "runtime/interface_watch.h"
#include "runtime/machine_io.h"
#include "runtime/one_descriptor.h"
#include "runtime/owned.h"
#include "runtime/poll_list.h"
#include "runtime/random_numbers.h"

namespace mpdisc {
namespace {

const char* find_bad_option(const StatusOptions& options) {
    if (options.discovery_port == 0) return "discovery_port";
    const bool is_in_range =
        options.timeout_ms != 0 && options.timeout_ms <= limits::probe_timeout_ms_max;
    return is_in_range ? nullptr : "timeout_ms";
}

}  // namespace

struct StatusQuery::Impl {
    Impl(const Endpoint& discovery, const StatusOptions& options, const core::Random::Seed& seed)
        : machine(discovery, options.timeout_ms, seed) {
        if (options.keys != nullptr) machine.set_keys(*options.keys);
        tracer.show_to(options.trace);
    }

    core::StatusQuery machine;
    platform::UdpSocket socket;
    platform::ReceiveBatch batch;
    runtime::SendBatch send_batch;
    runtime::DatagramTracer tracer;
    runtime::OneDescriptor descriptor;
    bool started = false;

    void process(TimeUs now_us);
};

void StatusQuery::Impl::process(TimeUs now_us) {
    if (!started) {
        started = true;
        machine.start(now_us);
    }
    runtime::report_refused(socket, machine, now_us, [] {});
    // One page a call: the owner must read its providers before the next page overwrites them.
    std::array<platform::ReceivedDatagram, 1> received;
    if (socket.receive(batch, received) == 1) {
        tracer.before(machine);
        runtime::pass(received[0], core::Channel::client, machine, now_us);
        tracer.received(machine, received[0]);
    }
    machine.tick(now_us);
    const auto socket_for = [&](const core::Route&) { return &socket; };
    runtime::transmit_all(machine, send_batch, socket_for, tracer);
}

StatusQuery::StatusQuery() = default;
StatusQuery::~StatusQuery() = default;
StatusQuery::StatusQuery(StatusQuery&&) noexcept = default;
StatusQuery& StatusQuery::operator=(StatusQuery&&) noexcept = default;

OpenError StatusQuery::open(const StatusOptions& options) {
    close();
    system_error_ = 0;
    bad_option_ = find_bad_option(options);
    if (bad_option_ != nullptr) return OpenError::bad_option;
    core::Random::Seed seed;
    if (!runtime::RandomNumbers().fill(seed)) return OpenError::no_entropy;
    runtime::InterfaceWatch watch;
    core::InterfaceTable interfaces;
    InterfaceList list;
    if (!watch.open(false) ||
        (watch.list(platform::clock_us(), list) &&
         interfaces.assign(list) == core::InterfaceTable::Update::no_memory)) {
        return OpenError::no_memory;
    }
    platform::UdpSocketOptions socket;
    socket.address = interfaces.loopback();
    socket.family = socket.address.family;
    socket.reports_refusals = true;
    socket.avoided_port = options.discovery_port;
    const Endpoint discovery{socket.address, 0, options.discovery_port};
    impl_ = runtime::make_owned<Impl>(discovery, options, seed);
    if (!impl_ || !impl_->batch.create(limits::loopback_datagram_max)) {
        close();
        return OpenError::no_memory;
    }
    if (impl_->socket.open(socket) != platform::SocketError::none) {
        system_error_ = impl_->socket.last_error();
        close();
        return OpenError::no_socket;
    }
    impl_->machine.set_port(impl_->socket.port());
    return OpenError::none;
}

std::size_t StatusQuery::poll_entries(std::span<PollEntry> out) const {
    runtime::PollList list(out);
    if (impl_) list.add(impl_->socket);
    return list.count();
}

TimeUs StatusQuery::next_deadline_us() const {
    if (!impl_) return never_us;
    return impl_->started ? impl_->machine.next_deadline_us() : 0;
}

int StatusQuery::fd() {
    return impl_ ? impl_->descriptor.get(*this) : -1;
}

void StatusQuery::process() {
    if (!impl_) return;
    impl_->process(platform::clock_us());
    impl_->descriptor.update(*this);
}

bool StatusQuery::next_provider(ProviderStatus& out) {
    return impl_ && impl_->machine.next_provider(out);
}

bool StatusQuery::next_service(ServiceView& out) {
    return impl_ && impl_->machine.next_service(out);
}

StatusOutcome StatusQuery::outcome() const {
    return impl_ ? impl_->machine.outcome() : StatusOutcome::no_answer;
}

Counters StatusQuery::counters() const {
    return impl_ ? impl_->machine.primary_counters() : Counters{};
}

LastDrops StatusQuery::last_drops() const {
    return impl_ ? impl_->machine.primary_last_drops() : LastDrops{};
}

NeighbourhoodStatus StatusQuery::neighbourhood() const {
    return impl_ ? impl_->machine.neighbourhood() : NeighbourhoodStatus{};
}

std::uint64_t StatusQuery::dropped_answers() const {
    return impl_ ? impl_->machine.counters()[Counter::drop_unauthenticated] : 0;
}

int StatusQuery::system_error() const {
    return impl_ ? impl_->socket.send_error() : system_error_;
}

void StatusQuery::close() {
    impl_.reset();
}

}  // namespace mpdisc
