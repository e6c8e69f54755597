// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

/// Every bound of mpdisc, in one place. What happens when one is reached is
/// said where the bounded thing is documented; nothing here is ever exceeded.
namespace mpdisc::limits {

// --- Text (mpdisc-wire.7, SERVICE) ---------------------------------------

/// Bytes of an instance name; a DNS label's length (RFC 6763, 4.1.1).
inline constexpr std::size_t instance_name_max = 63;
/// Characters between the leading `_` of a service type and its `._tcp` (RFC 6335, 5.1).
inline constexpr std::size_t service_name_max = 15;
/// Bytes of a whole service type, `_name._tcp`.
inline constexpr std::size_t service_type_max = 1 + service_name_max + 5;
/// Bytes of a host's name.
inline constexpr std::size_t host_name_max = 64;
/// Bytes of one attribute, `key[=value]`; a TXT string's length (RFC 6763, 6.1).
inline constexpr std::size_t attribute_max = 255;
/// Attributes of one service, or of one filter.
inline constexpr std::size_t attributes_max = 64;
/// Bytes of an interface's name, without a terminating NUL.
inline constexpr std::size_t interface_name_max = 63;

// --- Datagrams (mpdisc-wire.7, MESSAGES) ---------------------------------

/// Toward the network: IPv6's least MTU less its header and UDP's, so that nothing fragments.
inline constexpr std::size_t network_datagram_max = 1280 - 40 - 8;
/// On loopback: what UDP over IPv4 carries.
inline constexpr std::size_t loopback_datagram_max = 65'507;
/// A notification: a request of full size, and what it adds to say whom to answer.
inline constexpr std::size_t notification_max = network_datagram_max + 128;
/// What a registration adds to the services of a provider.
inline constexpr std::size_t registration_overhead_max = 128;
/// What an address token and authentication take of a request, at most.
inline constexpr std::size_t request_reserve = 64;
/// Addresses in one advertisement.
inline constexpr std::size_t advertised_addresses_max = 8;
/// Bytes that an advertisement needs for everything but its services: header, provider id, role,
/// host name, addresses, lifetime, attempt, roster, and what authentication takes.
inline constexpr std::size_t advertisement_overhead_max = 352;
/// The same without host name and addresses: a large service may need their room.
inline constexpr std::size_t advertisement_overhead_min = 119;
/// Bytes of one encoded SERVICE, its TLV header included: so many fit beside that overhead.
inline constexpr std::size_t encoded_service_max =
    network_datagram_max - advertisement_overhead_min;
/// Bytes of a service's name, type and attributes together: five TLV headers and the port take
/// the rest.
inline constexpr std::size_t service_content_max = encoded_service_max - 5 * 4 - 2;
/// Bytes of a service's attributes, each with its length byte. Beside so many, name and type may
/// have 67 bytes together.
inline constexpr std::size_t attributes_bytes_max = 1024;
/// Bytes of all services of one provider, encoded: they register in one datagram, and are
/// reported in one status response.
inline constexpr std::size_t provider_services_bytes_max = 56 * 1024;
/// Services of one provider.
inline constexpr std::size_t provider_services_max = 2048;

// --- Keys (mpdisc.7, KEYS) ------------------------------------------------

/// Keys that a program has at once, so that they can be changed without a gap.
inline constexpr std::size_t keys_max = 4;
/// Bytes of a key: fewer could be guessed, more are of no use to HMAC-SHA-256.
inline constexpr std::size_t key_bytes_min = 16;
inline constexpr std::size_t key_bytes_max = 64;
/// Bytes of a file of keys.
inline constexpr std::size_t key_file_bytes_max = 4096;

// --- Tables ---------------------------------------------------------------

/// Bytes that the secondaries of a primary's registry take, as it reckons them. Those of one user
/// may take as many as are left for others, half of these if there are no others; one more is
/// refused, and told so. Users are those that the system tells; all others count as one.
inline constexpr std::size_t registry_bytes_max = 32 * 1024 * 1024;
/// Each secondary counts as so many at least, so the registry has at most 16,384 of them.
inline constexpr std::size_t registrant_bytes_min = 2048;
inline constexpr std::size_t registry_secondaries_max = registry_bytes_max / registrant_bytes_min;
/// Small ones that a user may have where there are no others.
inline constexpr std::size_t user_secondaries_max = registry_secondaries_max / 2;
/// Providers that a primary names to its deputy; further ones learn of a takeover by their next
/// heartbeat.
inline constexpr std::size_t deputy_peers_max = 8192;
/// A deputy's appointment: their ports, and what stands before them.
inline constexpr std::size_t appointment_max = deputy_peers_max * 2 + 128;
/// Requests remembered, so that one which came over several paths is answered once.
inline constexpr std::size_t recent_requests_max = 128;
/// Sealed requests remembered, so that none is answered twice; see core/answers/replay_cache.h.
inline constexpr std::size_t replay_cache_entries = 4096;
/// Ways (interface and family) by which one attempt of a request is taken; further ones are dropped
/// as repeated, so a provider bound to the seventeenth of them would not be asked.
inline constexpr std::size_t request_paths_max = 16;
/// Clients whose rate a primary reckons; one more displaces another, which then begins anew.
inline constexpr std::size_t rate_clients_max = 4'096;
/// Answers waiting for their delay to pass; one more is sent without delay.
inline constexpr std::size_t delayed_datagrams_max = 64;
/// Addresses of all of a host's interfaces; further ones are not used.
inline constexpr std::size_t interface_addresses_max = 512;
/// Of these, so many of each interface and family are taken first, so that one interface with many
/// addresses pushes no other one out.
inline constexpr std::size_t interface_share = 16;
/// IPv4 addresses that are read where the system refuses netlink; further ones are not used, and
/// the list counts as truncated.
inline constexpr std::size_t ioctl_addresses_max = 128;
/// Interfaces that are up; the addresses of further ones are not used.
inline constexpr std::size_t interfaces_max = 1024;
/// Networks that routes put on the links of interfaces; further ones are not used.
inline constexpr std::size_t on_link_routes_max = 512;
/// Routes of one family that are looked at for that: a router may have a million.
inline constexpr std::size_t routes_read_max = 16'384;
/// Notices of interfaces that are taken at a time; the others wait for the next time.
inline constexpr std::size_t interface_notices_max = 64;
/// Neighbours known by their broadcasts alone whose unicasts are answered; one more displaces the
/// oldest, which then has to broadcast again.
inline constexpr std::size_t link_claims_max = 64;
/// Networks given by --allow.
inline constexpr std::size_t allowed_networks_max = 16;
/// Services that one probe collects. One more takes the place of one from the sender with the most,
/// or is dropped if it comes from there; see core/search/origin_shares.h.
inline constexpr std::size_t found_services_max = 16'384;
/// Hosts whose completeness one probe follows. Those of one interface and kind of address may be as
/// many as there is room left for others: half of these, if there are no others.
inline constexpr std::size_t probe_hosts_max = 8192;
/// Ids that the primaries of one host had one after the other, by which a probe knows the host.
inline constexpr std::size_t host_primaries_max = 4;
/// Addresses at which one probe asks a host for what is missing: one for each way to it.
inline constexpr std::size_t host_sources_max = 4;
/// Addresses one probe sends to: interfaces, or what --to gives.
inline constexpr std::size_t probe_targets_max = 256;
/// Interfaces and addresses of which a probe tells that the system refused to send requests there;
/// it tells of no further ones.
inline constexpr std::size_t unsent_paths_max = 16;
/// Attempts of one transaction: so many numbers has the ATTEMPT field. A search that lasts longer
/// goes on with another transaction.
inline constexpr std::size_t transaction_attempts_max = 255;
/// Datagrams that say together what a probe knows; if they did not suffice, it would say nothing.
inline constexpr std::size_t request_shards_max = 64;
/// Datagrams by which one attempt asks hosts of which something is missing; further hosts have the
/// next one.
inline constexpr std::size_t probe_unicasts_max = 128;
/// Events kept until the owner takes them; then the oldest goes, and is counted.
inline constexpr std::size_t events_max = 256;
/// Descriptors that one provider, probe or status query asks its owner to poll.
inline constexpr std::size_t poll_entries_max = 8;
/// Descriptors that one wait() takes; Windows has this bound.
inline constexpr std::size_t wait_entries_max = 64;

// --- Rates ----------------------------------------------------------------

/// A request from an address that may be forged brings at most so many times its own size, or the
/// least answer there is: see mpdisc.7, SECURITY.
inline constexpr std::size_t stranger_amplification_max = 16;
/// What clients pad short requests to, so that the first answers of a usual host come at once.
inline constexpr std::size_t request_size_min = 128;
/// KiB of answers a second, to one client and from the whole host.
inline constexpr std::uint32_t client_rate_kib_default = 4'096;
inline constexpr std::uint32_t host_rate_kib_default = 16'384;
/// With less, a client could not be given all that one provider may offer.
inline constexpr std::uint32_t rate_kib_min = 64;
inline constexpr std::uint32_t rate_kib_max = 1'048'576;
[[nodiscard]] constexpr bool rate_holds(std::uint32_t kib) {
    return kib == 0 || (kib >= rate_kib_min && kib <= rate_kib_max);
}

/// Control messages that a primary answers in a second: those from one port of its host, and those
/// from all ports together, without registrations and heartbeats of ports that somebody has
/// registered from; twice as many after a rest. A status request counts as several.
inline constexpr std::uint32_t control_port_rate = 512;
inline constexpr std::uint32_t control_rate = 4'096;
inline constexpr std::uint32_t control_status_cost = 8;
/// Ports are reckoned by so many meters; of more ports some share one.
inline constexpr std::size_t control_meters = 256;

// --- Times ----------------------------------------------------------------

inline constexpr std::uint32_t heartbeat_ms_default = 30'000;
inline constexpr std::uint32_t heartbeat_ms_min = 100;
/// A secondary that would not be told of its primary's end sends a heartbeat at least so often.
inline constexpr std::uint32_t primary_check_ms = 3'000;
inline constexpr std::uint32_t lease_ms_default = 60'000;
/// A day: a lease decides how long the dead stay listed where nothing else tells.
inline constexpr std::uint32_t lease_ms_max = 86'400'000;
/// Whether a primary may ask for these: a heartbeat at least within each lease.
[[nodiscard]] constexpr bool lease_times_hold(std::uint32_t heartbeat_ms, std::uint32_t lease_ms) {
    return heartbeat_ms >= heartbeat_ms_min && heartbeat_ms < lease_ms && lease_ms <= lease_ms_max;
}
/// By how much the time of a sealed request may differ from that of who answers it.
inline constexpr std::uint32_t replay_window_ms = 60'000;
/// The longest window a request may ask its answers to be spread over.
inline constexpr std::uint16_t window_ms_max = 5'000;
inline constexpr std::uint32_t probe_timeout_ms_default = 1'000;
inline constexpr std::uint32_t probe_timeout_ms_max = 3'600'000;
/// An access point holds broadcasts back for stations that sleep, until its DTIM beacon: up to
/// 307 ms at a DTIM period of 3. Beside that there is time for the answer.
inline constexpr std::uint32_t probe_patience_ms_default = 400;

/// The discovery port unless configured otherwise.
inline constexpr std::uint16_t discovery_port_default = 6737;

static_assert(std::size_t{rate_kib_min} * 2 * 1024 > provider_services_bytes_max * 3 / 2,
              "all services of a provider must fit what a client may get at once");
static_assert(attributes_bytes_max > attribute_max + 1, "one attribute of full length must fit");
static_assert(service_content_max == attributes_bytes_max + 67,
              "beside attributes of full size there must be room for a type and a usual name");
static_assert(heartbeat_ms_default < lease_ms_default);
static_assert(provider_services_bytes_max + 4096 < loopback_datagram_max,
              "a registration or a status response must fit a loopback datagram");

}  // namespace mpdisc::limits
