// SPDX-License-Identifier: MIT
#include "mpdisc/probe.h"

#include <algorithm>

#include "core/search/probe.h"
#include "mpdisc/text.h"
#include "platform/clock.h"
#include "runtime/interface_watch.h"
#include "runtime/machine_io.h"
#include "runtime/owned.h"
#include "runtime/poll_list.h"
#include "runtime/random_numbers.h"
#include "runtime/ready.h"
#include "runtime/socket_pair.h"

namespace mpdisc {
namespace {

bool copy_attributes(const Attributes& from, AttributeSet& to) {
    for (const Attribute attribute : from) {
        const std::size_t size =
            attribute.key.size() + (attribute.has_value ? 1 + attribute.value.size() : 0);
        // In the packed form, the key, `=` and the value follow each other.
        if (to.add({attribute.key.data(), size}) != ServiceError::none) return false;
    }
    return true;
}

OpenError configure(const ProbeOptions& options, core::ProbeConfig& config) {
    const Filter& filter = options.filter;
    const bool filter_holds = (filter.type.empty() || is_service_type(filter.type)) &&
                              is_name_text(filter.name) && config.type.assign(filter.type) &&
                              config.name.assign(filter.name) &&
                              copy_attributes(filter.attributes, config.attributes);
    if (!filter_holds || options.discovery_port == 0 || options.timeout_ms == 0 ||
        options.timeout_ms > limits::probe_timeout_ms_max ||
        options.patience_ms > limits::probe_timeout_ms_max ||
        options.count > limits::found_services_max ||
        options.targets.size() > config.targets.size() ||
        (options.hosts_only &&
         (options.count != 0 || !options.targets.empty() || !filter.type.empty() ||
          !filter.name.empty() || !filter.attributes.empty()))) {
        return OpenError::bad_option;
    }
    config.one_interface = !options.interface_name.empty();
    config.discovery_port = options.discovery_port;
    config.count = options.count;
    config.hosts_only = options.hosts_only;
    config.timeout_ms = options.timeout_ms;
    config.patience_ms = options.patience_ms;
    config.local_only = options.local_only;
    config.family = options.family;
    std::copy(options.targets.begin(), options.targets.end(), config.targets.begin());
    config.target_count = options.targets.size();
    if (options.keys != nullptr) config.keys.assign(*options.keys);
    return runtime::RandomNumbers().fill(config.seed) ? OpenError::none : OpenError::no_entropy;
}

}  // namespace

struct Probe::Impl {
    explicit Impl(const core::ProbeConfig& config) : machine(config) {}

    core::Probe machine;
    runtime::SocketPair client;
    runtime::InterfaceWatch watch;
    platform::ReceiveBatch batch;
    runtime::SendBatch send_batch;
    bool started = false;

    [[nodiscard]] OpenError open(const core::ProbeConfig& config, std::string_view interface_name,
                                 int& system_error);
    [[nodiscard]] std::size_t poll_entries(std::span<PollEntry> out) const;
    void process(TimeUs now_us);
    void flush();
};

OpenError Probe::Impl::open(const core::ProbeConfig& config, std::string_view interface_name,
                            int& system_error) {
    if (!watch.choose(interface_name)) return OpenError::bad_option;
    // A search of this host ends soon, so it needs no notices of changes.
    if (!watch.open(!config.local_only) || !batch.create(limits::loopback_datagram_max)) {
        return OpenError::no_memory;
    }
    InterfaceList list;
    // Without the list, the search can ask loopback and given addresses. It reads the list later.
    const bool is_listed = watch.list(platform::clock_us(), list);
    if (!machine.set_interfaces(is_listed ? list : InterfaceList{})) return OpenError::no_memory;
    if (is_listed && config.one_interface && list.chosen == 0) return OpenError::unknown_interface;
    // On loopback, one socket is enough.
    const Family family = config.family == Family::any && config.local_only
                              ? machine.interfaces().loopback().family
                              : config.family;
    // Refusals by one of many hosts say nothing about the others.
    const platform::UdpSocketOptions socket{.reports_refusals = machine.asks_only_this_host()};
    return client.open(family, config.discovery_port, socket, system_error) ? OpenError::none
                                                                            : OpenError::no_socket;
}

std::size_t Probe::Impl::poll_entries(std::span<PollEntry> out) const {
    runtime::PollList list(out);
    list.add(client.v4);
    list.add(client.v6);
    list.add(watch.monitor());
    return list.count();
}

void Probe::Impl::process(TimeUs now_us) {
    machine.set_wall_clock(now_us, platform::clock_us(platform::Clock::time_of_day) / 1000);
    runtime::Ready ready;
    ready.look(*this);
    platform::InterfaceLosses losses;
    InterfaceList list;
    if (watch.is_due(now_us, ready.has(watch.monitor()), losses) && watch.list(now_us, list) &&
        !machine.set_interfaces(list)) {
        watch.retry(now_us);
    }
    if (!started) {
        started = true;
        machine.start(now_us);
    }
    for (platform::UdpSocket* socket : {&client.v4, &client.v6}) {
        if (!ready.has(*socket)) continue;
        runtime::report_refused(*socket, machine, now_us, [&] { flush(); });
        runtime::receive_all(*socket, core::Channel::client, batch, machine, now_us,
                             [&] { flush(); });
    }
    machine.tick(now_us);
    flush();
}

void Probe::Impl::flush() {
    runtime::transmit_all(machine, send_batch, [&](const core::Route& route) {
        return client.of(route.to.address.family);
    });
}

Probe::~Probe() {
    close();
}

Probe& Probe::operator=(Probe&& other) noexcept {
    if (this != &other) {
        close();
        impl_ = other.impl_;
        system_error_ = other.system_error_;
        other.impl_ = nullptr;
    }
    return *this;
}

OpenError Probe::open(const ProbeOptions& options) {
    close();
    system_error_ = 0;
    core::ProbeConfig config;
    OpenError error = configure(options, config);
    if (error != OpenError::none) return error;
    impl_ = runtime::make_owned<Impl>(config);
    if (impl_ == nullptr) return OpenError::no_memory;
    error = impl_->open(config, options.interface_name, system_error_);
    if (error != OpenError::none) close();
    return error;
}

std::size_t Probe::poll_entries(std::span<PollEntry> out) const {
    return impl_ == nullptr ? 0 : impl_->poll_entries(out);
}

TimeUs Probe::next_deadline_us() const {
    if (impl_ == nullptr) return never_us;
    if (!impl_->started) return 0;
    return std::min(impl_->machine.next_deadline_us(), impl_->watch.next_deadline_us());
}

void Probe::process() {
    if (impl_ != nullptr) impl_->process(platform::clock_us());
}

bool Probe::next_service(FoundService& out) {
    return impl_ != nullptr && impl_->machine.next_service(out);
}

ProbeOutcome Probe::outcome() const {
    return impl_ == nullptr ? ProbeOutcome::not_found : impl_->machine.outcome();
}

std::uint32_t Probe::incomplete_hosts() const {
    return impl_ == nullptr ? 0 : impl_->machine.incomplete_hosts();
}

std::uint32_t Probe::missing_services() const {
    return impl_ == nullptr ? 0 : impl_->machine.hosts().missing_services();
}

bool Probe::next_incomplete_host(IncompleteHost& out) {
    return impl_ != nullptr && impl_->machine.next_incomplete_host(out);
}

bool Probe::next_host(KnownHost& out) {
    return impl_ != nullptr && impl_->machine.next_host(out);
}

bool Probe::has_no_link() const {
    return impl_ != nullptr && impl_->machine.has_no_link();
}

bool Probe::has_no_provider() const {
    return impl_ != nullptr && impl_->machine.has_no_provider();
}

bool Probe::next_unsent_path(UnsentPath& out) {
    return impl_ != nullptr && impl_->machine.next_unsent_path(out);
}

bool Probe::has_unasked_networks() const {
    return impl_ != nullptr && impl_->machine.has_unasked_networks();
}

int Probe::system_error() const {
    return impl_ == nullptr ? system_error_ : impl_->client.send_error();
}

Counters Probe::counters() const {
    return impl_ == nullptr ? Counters{} : impl_->machine.counters();
}

void Probe::close() {
    runtime::destroy_owned(impl_);
    impl_ = nullptr;
}

}  // namespace mpdisc
