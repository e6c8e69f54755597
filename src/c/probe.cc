// SPDX-License-Identifier: MIT
#include "mpdisc/c/probe.h"

#include "c/client_options.h"
#include "c/counters.h"
#include "c/errors.h"
#include "c/found.h"
#include "c/names.h"
#include "c/options.h"
#include "c/poll.h"
#include "mpdisc/probe.h"
#include "runtime/owned.h"

static_assert(static_cast<int>(mpdisc::ProbeOutcome::not_asked) == MPDISC_PROBE_NOT_ASKED);

struct mpdisc_host {
    mpdisc::HostId id;
    mpdisc::ProviderId primary;
    struct Address {
        mpdisc::c::AddressText text;
        mpdisc::c::InterfaceText interface_name;
    };
    std::array<Address, mpdisc::limits::neighbour_addresses_max> addresses;
    std::size_t address_count = 0;
    std::uint32_t services = 0;
    std::uint32_t age_s = 0;
    std::uint32_t revision = 0;

    void assign(const mpdisc::KnownHost& host);
};

void mpdisc_host::assign(const mpdisc::KnownHost& host) {
    id = host.id;
    primary = host.primary;
    address_count = host.address_count;
    for (std::size_t n = 0; n < address_count; ++n) {
        const mpdisc::KnownHost::Address& each = host.addresses[n];
        addresses[n].text.assign(to_text(each.address, each.interface_name).view());
        addresses[n].interface_name.assign(each.interface_name);
    }
    services = host.services;
    age_s = host.age_s;
    revision = host.revision;
}

struct mpdisc_probe {
    mpdisc::Probe probe;
    /// The option that the C API refused itself.
    const char* bad_option = nullptr;
    mpdisc_found found;
    mpdisc_incomplete_host incomplete_host;
    mpdisc_unsent_path unsent_path;
    mpdisc_host host;
    mpdisc_last_drop last_drop;

    mpdisc_error open(const mpdisc_probe_options* given);
};

namespace {

mpdisc_probe_options default_options() {
    mpdisc_probe_options options{};
    mpdisc::c::set_client_defaults(options);
    options.timeout_ms = mpdisc::ProbeOptions{}.timeout_ms;
    return options;
}

}  // namespace

mpdisc_error mpdisc_probe::open(const mpdisc_probe_options* given) {
    probe.close();
    mpdisc_probe_options options = default_options();
    mpdisc::ProbeOptions wanted;
    mpdisc::c::ClientOptionReader reader;
    bad_option = mpdisc::c::read_options(given, options) ? reader.read(options, wanted) : "size";
    if (bad_option != nullptr) return MPDISC_ERROR_BAD_OPTION;
    wanted.count = options.count;
    wanted.timeout_ms = options.timeout_ms;
    wanted.hosts_only = options.hosts_only;
    return mpdisc::c::error_of(probe.open(wanted));
}

void mpdisc_probe_options_init(mpdisc_probe_options* options, size_t size) {
    mpdisc::c::copy_defaults(default_options(), options, size);
}

mpdisc_probe* mpdisc_probe_new() {
    return mpdisc::runtime::make_owned<mpdisc_probe>().release();
}

void mpdisc_probe_free(mpdisc_probe* probe) {
    mpdisc::Owned<mpdisc_probe>(probe).reset();
}

mpdisc_error mpdisc_probe_open(mpdisc_probe* probe, const mpdisc_probe_options* options) {
    return probe->open(options);
}

void mpdisc_probe_close(mpdisc_probe* probe) {
    probe->probe.close();
}

bool mpdisc_probe_is_open(const mpdisc_probe* probe) {
    return probe->probe.is_open();
}

int mpdisc_probe_fd(mpdisc_probe* probe) {
    return probe->probe.fd();
}

size_t mpdisc_probe_poll_entries(const mpdisc_probe* probe, mpdisc_poll_entry* out, size_t room) {
    return mpdisc::c::copy_entries(probe->probe, out, room);
}

uint64_t mpdisc_probe_next_deadline_us(const mpdisc_probe* probe) {
    return probe->probe.next_deadline_us();
}

void mpdisc_probe_process(mpdisc_probe* probe) {
    probe->probe.process();
}

const mpdisc_found* mpdisc_probe_next_service(mpdisc_probe* probe) {
    mpdisc::FoundServiceView view;
    if (!probe->probe.next_service(view)) return nullptr;
    probe->found.assign(view);
    return &probe->found;
}

mpdisc_probe_outcome_type mpdisc_probe_outcome(const mpdisc_probe* probe) {
    return static_cast<mpdisc_probe_outcome_type>(probe->probe.outcome());
}

const char* mpdisc_probe_outcome_name(int outcome) {
    return mpdisc::c::name_of<mpdisc::ProbeOutcome::not_asked>(outcome);
}

uint32_t mpdisc_probe_incomplete_hosts(const mpdisc_probe* probe) {
    return probe->probe.incomplete_hosts();
}

uint32_t mpdisc_probe_missing_services(const mpdisc_probe* probe) {
    return probe->probe.missing_services();
}

const mpdisc_incomplete_host* mpdisc_probe_next_incomplete_host(mpdisc_probe* probe) {
    mpdisc::IncompleteHost view;
    if (!probe->probe.next_incomplete_host(view)) return nullptr;
    probe->incomplete_host.assign(view);
    return &probe->incomplete_host;
}

bool mpdisc_probe_has_no_link(const mpdisc_probe* probe) {
    return probe->probe.has_no_link();
}

bool mpdisc_probe_has_no_provider(const mpdisc_probe* probe) {
    return probe->probe.has_no_provider();
}

bool mpdisc_probe_has_unasked_networks(const mpdisc_probe* probe) {
    return probe->probe.has_unasked_networks();
}

const mpdisc_unsent_path* mpdisc_probe_next_unsent_path(mpdisc_probe* probe) {
    mpdisc::UnsentPath view;
    if (!probe->probe.next_unsent_path(view)) return nullptr;
    probe->unsent_path.assign(view);
    return &probe->unsent_path;
}

uint64_t mpdisc_probe_counter(const mpdisc_probe* probe, int counter) {
    return mpdisc::c::value_of(probe->probe.counters(), counter);
}

const mpdisc_last_drop* mpdisc_probe_last_drop(mpdisc_probe* probe, int counter) {
    return probe->last_drop.assign(mpdisc::c::last_drop_of(probe->probe, counter));
}

int mpdisc_probe_system_error(const mpdisc_probe* probe) {
    return probe->bad_option != nullptr ? 0 : probe->probe.system_error();
}

const char* mpdisc_probe_bad_option(const mpdisc_probe* probe) {
    return probe->bad_option != nullptr ? probe->bad_option
                                        : mpdisc::c::member_name(probe->probe.bad_option());
}

const mpdisc_host* mpdisc_probe_next_host(mpdisc_probe* probe) {
    mpdisc::KnownHost view;
    if (!probe->probe.next_host(view)) return nullptr;
    probe->host.assign(view);
    return &probe->host;
}

const uint8_t* mpdisc_host_id(const mpdisc_host* host) {
    return host->id.bytes.data();
}

const uint8_t* mpdisc_host_primary(const mpdisc_host* host) {
    return host->primary.bytes.data();
}

size_t mpdisc_host_address_count(const mpdisc_host* host) {
    return host->address_count;
}

const char* mpdisc_host_address_at(const mpdisc_host* host, size_t n) {
    return n < host->address_count ? host->addresses[n].text.c_str() : nullptr;
}

const char* mpdisc_host_interface_at(const mpdisc_host* host, size_t n) {
    return n < host->address_count ? host->addresses[n].interface_name.c_str() : nullptr;
}

uint32_t mpdisc_host_services(const mpdisc_host* host) {
    return host->services;
}

uint32_t mpdisc_host_age_s(const mpdisc_host* host) {
    return host->age_s;
}

uint32_t mpdisc_host_revision(const mpdisc_host* host) {
    return host->revision;
}
