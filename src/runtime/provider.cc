// SPDX-License-Identifier: MIT
#include "mpdisc/provider.h"

#include <algorithm>

#include "mpdisc/expects.h"
#include "mpdisc/host_name.h"
#include "mpdisc/text.h"
#include "platform/host.h"
#include "runtime/interface_watch.h"
#include "runtime/one_descriptor.h"
#include "runtime/owned.h"
#include "runtime/provider_driver.h"
#include "runtime/provider_system.h"
#include "runtime/random_numbers.h"
#include "runtime/service_set.h"

namespace mpdisc {
namespace {

/// Whether clients can be told this name of the host.
bool is_host_name(std::string_view name) {
    return is_name_text(name) && name.size() <= limits::host_name_max;
}

/// An empty name stands for the name of the system.
FixedString<limits::host_name_max> host_name_of(std::string_view given) {
    if (given.empty()) return system_host_name();
    FixedString<limits::host_name_max> name;
    [[maybe_unused]] const bool fits = name.assign(given);
    expects(fits);
    return name;
}

const char* find_bad_option(const ProviderOptions& options) {
    if (options.discovery_port == 0) return "discovery_port";
    if (!runtime::InterfaceWatch::is_name(options.interface_name)) return "interface_name";
    if (!is_host_name(options.host_name)) return "host_name";
    // No heartbeat is shorter than such a lease.
    const bool is_lease_short = options.lease_ms <= limits::heartbeat_ms_min;
    if (is_lease_short || options.lease_ms > limits::lease_ms_max) return "lease_ms";
    if (!limits::lease_times_hold(options.heartbeat_ms, options.lease_ms)) return "heartbeat_ms";
    if (options.allow.size() > limits::allowed_networks_max) return "allow";
    if (!limits::rate_holds(options.client_rate_kib)) return "client_rate_kib";
    if (!limits::rate_holds(options.host_rate_kib)) return "host_rate_kib";
    if (options.announce_s > limits::announce_s_max) return "announce_s";
    return nullptr;
}

OpenError configure(const ProviderOptions& options, core::ProviderConfig& config) {
    config.host_name = host_name_of(options.host_name);
    config.one_interface = !options.interface_name.empty();
    config.process_id = platform::process_id();
    config.user_id = platform::user_id();
    config.discovery_port = options.discovery_port;
    config.family = options.family;
    config.heartbeat_ms = options.heartbeat_ms;
    config.lease_ms = options.lease_ms;
    std::copy(options.allow.begin(), options.allow.end(), config.allowed.begin());
    config.allowed_count = options.allow.size();
    config.rates = {std::uint64_t{options.client_rate_kib} * 1024,
                    std::uint64_t{options.host_rate_kib} * 1024};
    config.announce_s = options.announce_s;
    if (options.keys != nullptr) config.keys.assign(*options.keys);
    runtime::RandomNumbers numbers;
    numbers.mix_in_addresses();
    const bool seeded = numbers.fill(config.id.bytes) && numbers.fill(config.host.bytes) &&
                        numbers.fill(config.seed) && numbers.fill(config.secret);
    return seeded ? OpenError::none : OpenError::no_entropy;
}

}  // namespace

struct Provider::Impl {
    Impl(const core::ProviderConfig& config, bool follows_host_name)
        : system(config.discovery_port, follows_host_name), driver(config, system) {}
    ~Impl() {
        if (is_started) driver.stop();
    }

    runtime::ProviderSystem system;
    runtime::ProviderDriver<runtime::ProviderSystem> driver;
    runtime::OneDescriptor descriptor;
    bool is_started = false;

    [[nodiscard]] OpenError open(std::string_view interface_name);
};

OpenError Provider::Impl::open(std::string_view interface_name) {
    OpenError error = system.open(interface_name);
    if (error == OpenError::none) error = driver.start();
    if (error != OpenError::none) return error;
    switch (system.port_error()) {
        case platform::SocketError::none:
        case platform::SocketError::in_use:
            is_started = true;
            return OpenError::none;
        case platform::SocketError::forbidden:
            return OpenError::port_forbidden;
        case platform::SocketError::unavailable:
        case platform::SocketError::system:
            break;
    }
    return OpenError::no_socket;
}

Provider::Provider() = default;
Provider::~Provider() = default;
Provider::Provider(Provider&&) noexcept = default;
Provider& Provider::operator=(Provider&&) noexcept = default;

OpenError Provider::open(const ProviderOptions& options) {
    close();
    system_error_ = 0;
    bad_option_ = find_bad_option(options);
    if (bad_option_ != nullptr) return OpenError::bad_option;
    core::ProviderConfig config;
    OpenError error = configure(options, config);
    if (error != OpenError::none) return error;
    impl_ = runtime::make_owned<Impl>(config, options.host_name.empty());
    if (!impl_) return OpenError::no_memory;
    error = impl_->open(options.interface_name);
    if (error != OpenError::none) {
        system_error_ = impl_->system.last_error();
        close();
    }
    return error;
}

ServiceError Provider::add(const Service& service) {
    expects(is_open());
    const ServiceError error = impl_->driver.add(service.view());
    impl_->descriptor.update(*this);
    return error;
}

ServiceError Provider::update(const Service& service) {
    expects(is_open());
    const ServiceError error = impl_->driver.update(service.view());
    impl_->descriptor.update(*this);
    return error;
}

ServiceError Provider::remove(std::string_view name, std::string_view type) {
    expects(is_open());
    const ServiceError error = impl_->driver.remove(name, type);
    impl_->descriptor.update(*this);
    return error;
}

ServiceError Provider::set_services(const ServiceSet& services) {
    ServiceSet copy;
    if (!copy.assign(services)) return ServiceError::no_memory;
    take_services(std::move(copy));
    return ServiceError::none;
}

void Provider::take_services(ServiceSet services) {
    expects(is_open());
    core::ServiceSet none;
    impl_->driver.swap_services(services.impl_ ? services.impl_->services : none);
    impl_->descriptor.update(*this);
}

KeyChange Provider::set_keys(const KeySet& keys) {
    expects(is_open());
    return impl_->driver.machine().set_keys(keys);
}

bool Provider::set_host_name(std::string_view name) {
    expects(is_open());
    if (!is_host_name(name)) return false;
    impl_->system.follow_host_name(name.empty());
    impl_->driver.set_host_name(host_name_of(name));
    impl_->descriptor.update(*this);
    return true;
}

bool Provider::next_service(std::size_t& position, ServiceView& out) const {
    return impl_ && impl_->driver.machine().services().next(position, out);
}

std::size_t Provider::poll_entries(std::span<PollEntry> out) const {
    return impl_ ? impl_->system.poll_entries(out) : 0;
}

TimeUs Provider::next_deadline_us() const {
    return impl_ ? impl_->driver.next_deadline_us() : never_us;
}

int Provider::fd() {
    return impl_ ? impl_->descriptor.get(*this) : -1;
}

void Provider::process() {
    if (!impl_) return;
    impl_->driver.process();
    impl_->descriptor.update(*this);
}

bool Provider::next_event(ProviderEvent& out) {
    return impl_ && impl_->driver.machine().poll_event(out);
}

void Provider::close() {
    impl_.reset();
}

Role Provider::role() const {
    return impl_ ? impl_->driver.machine().role() : Role::none;
}

ProviderId Provider::id() const {
    return impl_ ? impl_->driver.machine().id() : ProviderId{};
}

LastDrops Provider::last_drops() const {
    return impl_ ? impl_->driver.machine().drop_sources().last(platform::clock_us()) : LastDrops{};
}

Counters Provider::counters() const {
    return impl_ ? impl_->driver.machine().counters() : Counters{};
}

}  // namespace mpdisc
