// SPDX-License-Identifier: MIT
#include "mpdisc/c/provider.h"

#include <utility>

#include "c/counters.h"
#include "c/errors.h"
#include "c/keys.h"
#include "c/names.h"
#include "c/options.h"
#include "c/poll.h"
#include "c/service.h"
#include "c/text.h"
#include "mpdisc/provider.h"
#include "runtime/owned.h"

using mpdisc::c::error_of;
using mpdisc::c::view_of;

static_assert(static_cast<int>(mpdisc::ProviderEventType::messages_dropped) ==
              MPDISC_PROVIDER_MESSAGES_DROPPED);

struct mpdisc_provider_event {
    mpdisc::ProviderEvent event;
    mpdisc::c::EndpointText from;
};

struct mpdisc_provider {
    mpdisc::Provider provider;
    /// The option that the C API refused itself.
    const char* bad_option = nullptr;
    mpdisc::ProviderId id;
    mpdisc_service service;
    mpdisc_provider_event event;
    mpdisc_last_drop last_drop;

    mpdisc_error open(const mpdisc_provider_options* given);
    void close() {
        provider.close();
        id = {};
    }
};

namespace {

mpdisc_provider_options default_options() {
    const mpdisc::ProviderOptions defaults;
    mpdisc_provider_options options{};
    options.size = sizeof options;
    options.discovery_port = defaults.discovery_port;
    options.heartbeat_ms = defaults.heartbeat_ms;
    options.lease_ms = defaults.lease_ms;
    options.client_rate_kib = defaults.client_rate_kib;
    options.host_rate_kib = defaults.host_rate_kib;
    options.announce_s = defaults.announce_s;
    return options;
}

/// The networks of the options.
struct AllowedNetworks {
    std::array<mpdisc::Network, mpdisc::limits::allowed_networks_max> networks;

    [[nodiscard]] bool read(const mpdisc_provider_options& options) {
        if (options.allow_count > networks.size()) return false;
        for (std::size_t n = 0; n < options.allow_count; ++n) {
            if (!mpdisc::parse_network(view_of(options.allow[n]), networks[n])) return false;
        }
        return true;
    }
};

}  // namespace

mpdisc_error mpdisc_provider::open(const mpdisc_provider_options* given) {
    close();
    bad_option = nullptr;
    mpdisc_provider_options options = default_options();
    if (!mpdisc::c::read_options(given, options)) bad_option = "size";
    AllowedNetworks allowed;
    if (bad_option == nullptr && !allowed.read(options)) bad_option = "allow";
    mpdisc::ProviderOptions wanted;
    if (bad_option == nullptr && !mpdisc::c::read_family(options.family, wanted.family)) {
        bad_option = "family";
    }
    if (bad_option != nullptr) return MPDISC_ERROR_BAD_OPTION;
    wanted.discovery_port = options.discovery_port;
    wanted.interface_name = view_of(options.interface_name);
    wanted.host_name = view_of(options.host_name);
    wanted.heartbeat_ms = options.heartbeat_ms;
    wanted.lease_ms = options.lease_ms;
    wanted.allow = std::span(allowed.networks).first(options.allow_count);
    wanted.client_rate_kib = options.client_rate_kib;
    wanted.host_rate_kib = options.host_rate_kib;
    wanted.announce_s = options.announce_s;
    wanted.keys = options.keys == nullptr ? nullptr : &options.keys->keys;
    const mpdisc_error error = error_of(provider.open(wanted));
    id = provider.id();
    return error;
}

void mpdisc_provider_options_init(mpdisc_provider_options* options, size_t size) {
    mpdisc::c::copy_defaults(default_options(), options, size);
}

mpdisc_provider* mpdisc_provider_new() {
    return mpdisc::runtime::make_owned<mpdisc_provider>().release();
}

void mpdisc_provider_free(mpdisc_provider* provider) {
    mpdisc::Owned<mpdisc_provider>(provider).reset();
}

mpdisc_error mpdisc_provider_open(mpdisc_provider* provider,
                                  const mpdisc_provider_options* options) {
    return provider->open(options);
}

void mpdisc_provider_close(mpdisc_provider* provider) {
    provider->close();
}

bool mpdisc_provider_is_open(const mpdisc_provider* provider) {
    return provider->provider.is_open();
}

mpdisc_error mpdisc_provider_add(mpdisc_provider* provider, const mpdisc_service* service) {
    if (!provider->provider.is_open()) return MPDISC_ERROR_CLOSED;
    return error_of(provider->provider.add(service->service));
}

mpdisc_error mpdisc_provider_update(mpdisc_provider* provider, const mpdisc_service* service) {
    if (!provider->provider.is_open()) return MPDISC_ERROR_CLOSED;
    return error_of(provider->provider.update(service->service));
}

mpdisc_error mpdisc_provider_remove(mpdisc_provider* provider, const char* name, const char* type) {
    if (!provider->provider.is_open()) return MPDISC_ERROR_CLOSED;
    return error_of(provider->provider.remove(view_of(name), view_of(type)));
}

mpdisc_error mpdisc_provider_set_services(mpdisc_provider* provider,
                                          const mpdisc_service* const* services, size_t count) {
    if (!provider->provider.is_open()) return MPDISC_ERROR_CLOSED;
    mpdisc::ServiceSet set;
    for (std::size_t n = 0; n < count; ++n) {
        const mpdisc::ServiceError error = set.add(services[n]->service);
        if (error != mpdisc::ServiceError::none) return error_of(error);
    }
    provider->provider.take_services(std::move(set));
    return MPDISC_OK;
}

const mpdisc_service* mpdisc_provider_next_service(mpdisc_provider* provider, size_t* position) {
    mpdisc::ServiceView view;
    if (!provider->provider.next_service(*position, view)) return nullptr;
    provider->service.assign(view);
    return &provider->service;
}

mpdisc_error mpdisc_provider_set_keys(mpdisc_provider* provider, const mpdisc_keys* keys) {
    if (!provider->provider.is_open()) return MPDISC_ERROR_CLOSED;
    const mpdisc::KeyChange change =
        provider->provider.set_keys(keys == nullptr ? mpdisc::KeySet{} : keys->keys);
    return change == mpdisc::KeyChange::refused ? MPDISC_ERROR_KEYS_NOT_CHANGEABLE : MPDISC_OK;
}

mpdisc_error mpdisc_provider_set_host_name(mpdisc_provider* provider, const char* name) {
    if (!provider->provider.is_open()) return MPDISC_ERROR_CLOSED;
    return provider->provider.set_host_name(view_of(name)) ? MPDISC_OK : MPDISC_ERROR_BAD_HOST_NAME;
}

int mpdisc_provider_fd(mpdisc_provider* provider) {
    return provider->provider.fd();
}

size_t mpdisc_provider_poll_entries(const mpdisc_provider* provider, mpdisc_poll_entry* out,
                                    size_t room) {
    return mpdisc::c::copy_entries(provider->provider, out, room);
}

uint64_t mpdisc_provider_next_deadline_us(const mpdisc_provider* provider) {
    return provider->provider.next_deadline_us();
}

void mpdisc_provider_process(mpdisc_provider* provider) {
    provider->provider.process();
}

mpdisc_role mpdisc_provider_role(const mpdisc_provider* provider) {
    return static_cast<mpdisc_role>(provider->provider.role());
}

const uint8_t* mpdisc_provider_id(const mpdisc_provider* provider) {
    return provider->id.bytes.data();
}

uint64_t mpdisc_provider_counter(const mpdisc_provider* provider, int counter) {
    return mpdisc::c::value_of(provider->provider.counters(), counter);
}

const mpdisc_last_drop* mpdisc_provider_last_drop(mpdisc_provider* provider, int counter) {
    return provider->last_drop.assign(mpdisc::c::last_drop_of(provider->provider, counter));
}

int mpdisc_provider_system_error(const mpdisc_provider* provider) {
    return provider->bad_option != nullptr ? 0 : provider->provider.system_error();
}

const char* mpdisc_provider_bad_option(const mpdisc_provider* provider) {
    return provider->bad_option != nullptr ? provider->bad_option : provider->provider.bad_option();
}

const char* mpdisc_provider_event_type_name(int type) {
    return mpdisc::c::name_of<mpdisc::ProviderEventType::messages_dropped>(type);
}

const mpdisc_provider_event* mpdisc_provider_next_event(mpdisc_provider* provider) {
    if (!provider->provider.next_event(provider->event.event)) return nullptr;
    provider->event.from.assign(mpdisc::to_text(provider->event.event.from).view());
    return &provider->event;
}

mpdisc_provider_event_type mpdisc_provider_event_get_type(const mpdisc_provider_event* event) {
    return static_cast<mpdisc_provider_event_type>(event->event.type);
}

mpdisc_role mpdisc_provider_event_role(const mpdisc_provider_event* event) {
    return static_cast<mpdisc_role>(event->event.role);
}

const uint8_t* mpdisc_provider_event_peer(const mpdisc_provider_event* event) {
    return event->event.peer.bytes.data();
}

mpdisc_counter mpdisc_provider_event_reason(const mpdisc_provider_event* event) {
    return static_cast<mpdisc_counter>(event->event.reason);
}

const char* mpdisc_provider_event_from(const mpdisc_provider_event* event) {
    return event->from.c_str();
}
