// SPDX-License-Identifier: MIT
#include "mpdisc/probe.h"

#include "core/search/probe.h"
#include "platform/clock.h"
#include "runtime/client_config.h"
#include "runtime/client_program.h"
#include "runtime/one_descriptor.h"
#include "runtime/owned.h"

namespace mpdisc {
namespace {

bool looks_for_services(const ProbeOptions& options) {
    const Filter& filter = options.filter;
    return options.count != 0 || !options.targets.empty() || !filter.type.empty() ||
           !filter.name.empty() || !filter.attributes.empty() || !options.types.empty() ||
           !options.name_pattern.empty();
}

const char* find_bad_option(const ProbeOptions& options) {
    if (options.timeout_ms == 0 || options.timeout_ms > limits::probe_timeout_ms_max) {
        return "timeout_ms";
    }
    if (options.count > limits::found_services_max) return "count";
    if (options.hosts_only && looks_for_services(options)) return "hosts_only";
    return runtime::find_bad_option(options);
}

OpenError configure(const ProbeOptions& options, core::ProbeConfig& config) {
    config.count = options.count;
    config.hosts_only = options.hosts_only;
    config.timeout_ms = options.timeout_ms;
    return runtime::configure(options, config);
}

}  // namespace

struct Probe::Impl : runtime::ClientProgram<core::Probe> {
    using ClientProgram::ClientProgram;

    runtime::OneDescriptor descriptor;

    [[nodiscard]] OpenError open(const core::ProbeConfig& config, const ProbeOptions& options,
                                 int& system_error);
    [[nodiscard]] std::size_t poll_entries(std::span<PollEntry> out) const;
    void process(TimeUs now_us);
};

OpenError Probe::Impl::open(const core::ProbeConfig& config, const ProbeOptions& options,
                            int& system_error) {
    // A search of this host ends soon, so it needs no notices of changes.
    const OpenError error = list_interfaces(config, options.interface_name, !config.local_only);
    if (error != OpenError::none) return error;
    // Refusals by one of many hosts say nothing about the others.
    return open_sockets(config, options.source_port, machine().asks_only_this_host(), system_error);
}

std::size_t Probe::Impl::poll_entries(std::span<PollEntry> out) const {
    runtime::PollList list(out);
    list_entries(list);
    return list.count();
}

void Probe::Impl::process(TimeUs now_us) {
    runtime::Ready ready;
    ready.look(*this);
    platform::InterfaceLosses losses;
    (void)begin(now_us, ready, losses);
    receive(now_us, ready);
    end(now_us);
}

Probe::Probe() = default;
Probe::~Probe() = default;
Probe::Probe(Probe&&) noexcept = default;
Probe& Probe::operator=(Probe&&) noexcept = default;

OpenError Probe::open(const ProbeOptions& options) {
    close();
    system_error_ = 0;
    bad_option_ = find_bad_option(options);
    if (bad_option_ != nullptr) return OpenError::bad_option;
    core::ProbeConfig config;
    OpenError error = configure(options, config);
    if (error != OpenError::none) return error;
    impl_ = runtime::make_owned<Impl>(config);
    if (!impl_) return OpenError::no_memory;
    impl_->show_datagrams_to(options.trace);
    error = impl_->open(config, options, system_error_);
    if (error != OpenError::none) close();
    return error;
}

std::size_t Probe::poll_entries(std::span<PollEntry> out) const {
    return impl_ ? impl_->poll_entries(out) : 0;
}

TimeUs Probe::next_deadline_us() const {
    return impl_ ? impl_->next_deadline_us() : never_us;
}

int Probe::fd() {
    return impl_ ? impl_->descriptor.get(*this) : -1;
}

void Probe::process() {
    if (!impl_) return;
    impl_->process(platform::clock_us());
    impl_->descriptor.update(*this);
}

bool Probe::next_service(FoundServiceView& out) {
    return impl_ && impl_->machine().next_service(out);
}

ProbeOutcome Probe::outcome() const {
    return impl_ ? impl_->machine().outcome() : ProbeOutcome::not_found;
}

std::uint32_t Probe::incomplete_hosts() const {
    return impl_ ? impl_->machine().incomplete_hosts() : 0;
}

std::uint32_t Probe::missing_services() const {
    return impl_ ? impl_->machine().hosts().missing_services() : 0;
}

bool Probe::next_incomplete_host(IncompleteHost& out) {
    return impl_ && impl_->machine().next_incomplete_host(out);
}

bool Probe::next_host(KnownHost& out) {
    return impl_ && impl_->machine().next_host(out);
}

bool Probe::has_no_link() const {
    return impl_ && impl_->machine().has_no_link();
}

bool Probe::has_no_provider() const {
    return impl_ && impl_->machine().has_no_provider();
}

bool Probe::next_unsent_path(UnsentPath& out) {
    return impl_ && impl_->machine().next_unsent_path(out);
}

bool Probe::has_unasked_networks() const {
    return impl_ && impl_->machine().has_unasked_networks();
}

int Probe::system_error() const {
    return impl_ ? impl_->send_error() : system_error_;
}

LastDrops Probe::last_drops() const {
    return impl_ ? impl_->machine().drop_sources().last(platform::clock_us()) : LastDrops{};
}

Counters Probe::counters() const {
    return impl_ ? impl_->machine().counters() : Counters{};
}

void Probe::close() {
    impl_.reset();
}

}  // namespace mpdisc
