// SPDX-License-Identifier: MIT
#include "mpdisc/watch.h"

#include <algorithm>

#include "core/watch/watch.h"
#include "platform/clock.h"
#include "runtime/announcement_port.h"
#include "runtime/client_config.h"
#include "runtime/client_program.h"
#include "runtime/one_descriptor.h"
#include "runtime/owned.h"

namespace mpdisc {
namespace {

/// If the announcement port cannot be opened, it is tried again after this time. Until then, the
/// watch learns of changes when it checks the hosts.
constexpr TimeUs listen_gap_us = 5'000'000;

const char* find_bad_option(const WatchOptions& options) {
    if (options.lost_after_ms < limits::lost_after_ms_min ||
        options.lost_after_ms > limits::lost_after_ms_max) {
        return "lost_after_ms";
    }
    return runtime::find_bad_option(options);
}

OpenError configure(const WatchOptions& options, core::WatchConfig& config) {
    config.lost_after_ms = options.lost_after_ms;
    config.timeout_ms = std::max(limits::probe_timeout_ms_default, options.patience_ms);
    return runtime::configure(options, config);
}

}  // namespace

struct Watch::Impl : runtime::ClientProgram<core::Watch> {
    explicit Impl(const core::WatchConfig& config)
        : ClientProgram(config), announcements(config.discovery_port) {}

    runtime::AnnouncementPort announcements;
    runtime::OneDescriptor descriptor;
    /// When to open the announcement port; `never_us` while it is open.
    TimeUs listen_due_us = 0;

    [[nodiscard]] OpenError open(const core::ProbeConfig& config, const WatchOptions& options,
                                 int& system_error);
    [[nodiscard]] std::size_t poll_entries(std::span<PollEntry> out) const;
    [[nodiscard]] TimeUs next_deadline_us() const {
        return std::min(ClientProgram::next_deadline_us(), listen_due_us);
    }
    void process(TimeUs now_us);
    void listen(TimeUs now_us);
};

OpenError Watch::Impl::open(const core::ProbeConfig& config, const WatchOptions& options,
                            int& system_error) {
    if (!announcements.reserve()) return OpenError::no_memory;
    OpenError error = list_interfaces(config, options.interface_name, true);
    if (error != OpenError::none) return error;
    // A refusal tells at once that a host has no primary any more.
    error = open_sockets(config, options.source_port, true, system_error);
    // No announcement may be missed between the first search and what follows it.
    if (error == OpenError::none) listen(platform::clock_us());
    return error;
}

std::size_t Watch::Impl::poll_entries(std::span<PollEntry> out) const {
    runtime::PollList list(out);
    list_entries(list);
    list.add(announcements.v4());
    list.add(announcements.v6());
    return list.count();
}

void Watch::Impl::process(TimeUs now_us) {
    runtime::Ready ready;
    ready.look(*this);
    platform::InterfaceLosses losses;
    const bool has_new_list = begin(now_us, ready, losses);
    announcements.note_losses(losses);
    if (has_new_list) announcements.join_groups(machine().interfaces().all());
    if (now_us >= listen_due_us) listen(now_us);
    receive(now_us, ready);
    receive_from(announcements.v4(), core::Channel::announcement, now_us, ready);
    receive_from(announcements.v6(), core::Channel::announcement, now_us, ready);
    end(now_us);
}

void Watch::Impl::listen(TimeUs now_us) {
    const bool is_done = announcements.open() == platform::SocketError::none;
    announcements.join_groups(machine().interfaces().all());
    machine().announcement_port_tried(now_us, is_done && announcements.exists());
    listen_due_us = is_done ? never_us : now_us + listen_gap_us;
}

Watch::Watch() = default;
Watch::~Watch() = default;
Watch::Watch(Watch&&) noexcept = default;
Watch& Watch::operator=(Watch&&) noexcept = default;

OpenError Watch::open(const WatchOptions& options) {
    close();
    system_error_ = 0;
    bad_option_ = find_bad_option(options);
    if (bad_option_ != nullptr) return OpenError::bad_option;
    core::WatchConfig config;
    OpenError error = configure(options, config);
    if (error != OpenError::none) return error;
    impl_ = runtime::make_owned<Impl>(config);
    if (!impl_) return OpenError::no_memory;
    impl_->show_datagrams_to(options.trace);
    error = impl_->open(config, options, system_error_);
    if (error != OpenError::none) close();
    return error;
}

std::size_t Watch::poll_entries(std::span<PollEntry> out) const {
    return impl_ ? impl_->poll_entries(out) : 0;
}

TimeUs Watch::next_deadline_us() const {
    return impl_ ? impl_->next_deadline_us() : never_us;
}

int Watch::fd() {
    return impl_ ? impl_->descriptor.get(*this) : -1;
}

void Watch::process() {
    if (!impl_) return;
    impl_->process(platform::clock_us());
    impl_->descriptor.update(*this);
}

bool Watch::next_event(WatchEvent& out) {
    return impl_ && impl_->machine().next_event(out);
}

bool Watch::next_service(std::uint32_t& cursor, FoundServiceView& out) const {
    return impl_ && impl_->machine().next_service(cursor, out);
}

std::uint32_t Watch::service_count() const {
    return impl_ ? impl_->machine().service_count() : 0;
}

bool Watch::is_synced() const {
    return impl_ && impl_->machine().is_synced();
}

bool Watch::next_awaited_host(std::uint32_t& cursor, IncompleteHost& out) const {
    return impl_ && impl_->machine().next_awaited_host(cursor, out);
}

bool Watch::has_no_link() const {
    return impl_ && impl_->machine().has_no_link();
}

bool Watch::has_unasked_networks() const {
    return impl_ && impl_->machine().has_unasked_networks();
}

bool Watch::next_unsent_path(UnsentPath& out) {
    return impl_ && impl_->machine().next_unsent_path(out);
}

int Watch::system_error() const {
    return impl_ ? impl_->send_error() : system_error_;
}

Counters Watch::counters() const {
    return impl_ ? impl_->machine().counters() : Counters{};
}

void Watch::close() {
    impl_.reset();
}

}  // namespace mpdisc
