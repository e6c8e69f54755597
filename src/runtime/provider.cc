// SPDX-License-Identifier: MIT
#include "mpdisc/provider.h"

#include <algorithm>

#include "mpdisc/expects.h"
#include "mpdisc/host_name.h"
#include "mpdisc/text.h"
#include "platform/host.h"
#include "runtime/owned.h"
#include "runtime/provider_driver.h"
#include "runtime/provider_system.h"
#include "runtime/random_numbers.h"
#include "runtime/service_set.h"

namespace mpdisc {
namespace {

OpenError configure(const ProviderOptions& options, core::ProviderConfig& config) {
    if (options.discovery_port == 0 ||
        !limits::lease_times_hold(options.heartbeat_ms, options.lease_ms) ||
        options.allow.size() > config.allowed.size() ||
        !limits::rate_holds(options.client_rate_kib) ||
        !limits::rate_holds(options.host_rate_kib) || options.announce_s > limits::announce_s_max) {
        return OpenError::bad_option;
    }
    if (options.host_name.empty()) {
        config.host_name = system_host_name();
    } else if (!is_name_text(options.host_name) || !config.host_name.assign(options.host_name)) {
        return OpenError::bad_option;
    }
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

    runtime::ProviderSystem system;
    runtime::ProviderDriver<runtime::ProviderSystem> driver;

    [[nodiscard]] OpenError open(std::string_view interface_name);
};

OpenError Provider::Impl::open(std::string_view interface_name) {
    OpenError error = system.open(interface_name);
    if (error == OpenError::none) error = driver.start();
    if (error != OpenError::none) return error;
    switch (system.port_error()) {
        case platform::SocketError::none:
        case platform::SocketError::in_use:
            return OpenError::none;
        case platform::SocketError::forbidden:
            return OpenError::port_forbidden;
        case platform::SocketError::unavailable:
        case platform::SocketError::system:
            break;
    }
    return OpenError::no_socket;
}

Provider::~Provider() {
    close();
}

Provider& Provider::operator=(Provider&& other) noexcept {
    if (this != &other) {
        close();
        impl_ = other.impl_;
        system_error_ = other.system_error_;
        other.impl_ = nullptr;
    }
    return *this;
}

OpenError Provider::open(const ProviderOptions& options) {
    close();
    system_error_ = 0;
    core::ProviderConfig config;
    OpenError error = configure(options, config);
    if (error != OpenError::none) return error;
    impl_ = runtime::make_owned<Impl>(config, options.host_name.empty());
    if (impl_ == nullptr) return OpenError::no_memory;
    error = impl_->open(options.interface_name);
    if (error != OpenError::none) {
        system_error_ = impl_->system.last_error();
        runtime::destroy_owned(impl_);
        impl_ = nullptr;
    }
    return error;
}

ServiceError Provider::add(const Service& service) {
    expects(is_open());
    return impl_->driver.add(service.view());
}

ServiceError Provider::update(const Service& service) {
    expects(is_open());
    return impl_->driver.update(service.view());
}

ServiceError Provider::remove(std::string_view name, std::string_view type) {
    expects(is_open());
    return impl_->driver.remove(name, type);
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
    impl_->driver.swap_services(services.impl_ == nullptr ? none : services.impl_->services);
}

KeyChange Provider::set_keys(const KeySet& keys) {
    expects(is_open());
    return impl_->driver.machine().set_keys(keys);
}

std::size_t Provider::poll_entries(std::span<PollEntry> out) const {
    return impl_ == nullptr ? 0 : impl_->system.poll_entries(out);
}

TimeUs Provider::next_deadline_us() const {
    return impl_ == nullptr ? never_us : impl_->driver.next_deadline_us();
}

void Provider::process() {
    if (impl_ != nullptr) impl_->driver.process();
}

bool Provider::next_event(ProviderEvent& out) {
    return impl_ != nullptr && impl_->driver.machine().poll_event(out);
}

void Provider::close() {
    if (impl_ == nullptr) return;
    impl_->driver.stop();
    runtime::destroy_owned(impl_);
    impl_ = nullptr;
}

Role Provider::role() const {
    return impl_ == nullptr ? Role::none : impl_->driver.machine().role();
}

ProviderId Provider::id() const {
    return impl_ == nullptr ? ProviderId{} : impl_->driver.machine().id();
}

Counters Provider::counters() const {
    return impl_ == nullptr ? Counters{} : impl_->driver.machine().counters();
}

}  // namespace mpdisc
