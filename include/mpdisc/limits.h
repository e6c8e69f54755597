// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "mpdisc/cxx20.h"

/// Every bound of mpdisc. No bound is ever exceeded. The thing that is bounded is documented where
/// it is declared, with what happens at its bound.
namespace mpdisc::limits {

// --- Text (mpdisc-wire.7, SERVICE) ---------------------------------------

/// Bytes of an instance name, the length of a DNS label (RFC 6763, 4.1.1).
inline constexpr std::size_t instance_name_max = 63;
/// Types that one client looks for.
inline constexpr std::size_t wanted_types_max = 8;
/// Bytes of a pattern for instance names. A name of which each byte is escaped fits.
inline constexpr std::size_t name_pattern_max = 128;
/// Characters between the leading `_` of a service type and its `._tcp` (RFC 6335, 5.1).
inline constexpr std::size_t service_name_max = 15;
/// Bytes of a whole service type, `_name._tcp`.
inline constexpr std::size_t service_type_max = 1 + service_name_max + 5;
/// Bytes of the name of a host.
inline constexpr std::size_t host_name_max = 64;
/// Bytes of one attribute, `key[=value]`, the length of a TXT string (RFC 6763, 6.1).
inline constexpr std::size_t attribute_max = 255;
/// Attributes of one service, or of one filter.
inline constexpr std::size_t attributes_max = 64;
/// Bytes of the name of an interface, without a terminating NUL.
inline constexpr std::size_t interface_name_max = 63;

// --- Datagrams (mpdisc-wire.7, MESSAGES) ---------------------------------

/// Bytes of a datagram toward the network: the minimum MTU of IPv6 less its header and the header
/// of UDP, so that no datagram is fragmented.
inline constexpr std::size_t network_datagram_max = 1280 - 40 - 8;
/// Bytes of a datagram on loopback: the most that UDP over IPv4 carries.
inline constexpr std::size_t loopback_datagram_max = 65'507;
/// Bytes of a notification: a request of full size, and the address to answer to.
inline constexpr std::size_t notification_max = network_datagram_max + 128;
/// Bytes that a registration has besides the services.
inline constexpr std::size_t registration_overhead_max = 160;
/// Bytes that an address token and authentication take in a request at most.
inline constexpr std::size_t request_reserve = 64;
/// Addresses in one advertisement.
inline constexpr std::size_t advertised_addresses_max = 8;
/// Bytes that an advertisement needs for everything except its services: header, provider id, role,
/// host name, addresses, lifetime, attempt, roster and authentication.
inline constexpr std::size_t advertisement_overhead_max = 352;
/// The same without host name and addresses. A large service may need their room.
inline constexpr std::size_t advertisement_overhead_min = 119;
/// Bytes of one encoded SERVICE with its TLV header, which fits beside that overhead.
inline constexpr std::size_t encoded_service_max =
    network_datagram_max - advertisement_overhead_min;
/// Bytes of name, type and attributes of a service together. Five TLV headers and the port take the
/// rest.
inline constexpr std::size_t service_content_max = encoded_service_max - 5 * 4 - 2;
/// Bytes of the attributes of a service, each with its length byte. If all are used, name and type
/// may have 67 bytes together.
inline constexpr std::size_t attributes_bytes_max = 1024;
/// Bytes of the filter by which a host tells its service types.
inline constexpr std::size_t type_filter_bytes_max = 64;
/// Addresses of one host in the list of a neighbour of that host.
inline constexpr std::size_t neighbour_addresses_max = 4;
/// Bytes of one encoded NEIGHBOUR with its TLV header.
inline constexpr std::size_t encoded_neighbour_max =
    4 + 20 + 20 + 21 + (4 + type_filter_bytes_max) + 8 + neighbour_addresses_max * 24;
/// Bytes that a list of hosts has besides the hosts: header, host id, summary, page and
/// authentication.
inline constexpr std::size_t host_list_overhead_max = 93;
/// Bytes of all services of one provider, encoded. They fit one registration and one status
/// response.
inline constexpr std::size_t provider_services_bytes_max = 56 * 1024;
/// Services of one provider.
inline constexpr std::size_t provider_services_max = 2048;

// --- Keys (mpdisc.7, KEYS) ------------------------------------------------

/// Keys that a program has at the same time. A network can change its keys without an interruption
/// if there are two or more.
inline constexpr std::size_t keys_max = 4;
/// Bytes of a key. A shorter key could be guessed; HMAC-SHA-256 makes no use of a longer one.
inline constexpr std::size_t key_bytes_min = 16;
inline constexpr std::size_t key_bytes_max = 64;
/// Bytes of a file of keys.
inline constexpr std::size_t key_file_bytes_max = 4096;

// --- Tables ---------------------------------------------------------------

/// Bytes that all secondaries in a registry take, by its own count. The secondaries of one user may
/// take as many bytes as are left for the other users, and half of all if there are no others. A
/// further secondary is refused, and told so. Secondaries whose user the system does not tell count
/// as one user.
inline constexpr std::size_t registry_bytes_max = 32 * 1024 * 1024;
/// Bytes that each secondary counts for at least. So the registry has at most 16,384 secondaries.
inline constexpr std::size_t registrant_bytes_min = 2048;
inline constexpr std::size_t registry_secondaries_max = registry_bytes_max / registrant_bytes_min;
/// Secondaries of the least size that one user may have if there are no others.
inline constexpr std::size_t user_secondaries_max = registry_secondaries_max / 2;
/// Providers that a primary names to its deputy. Further ones learn of a takeover by their next
/// heartbeat.
inline constexpr std::size_t deputy_peers_max = 8192;
/// Bytes of the message that appoints a deputy: the ports of these providers and the header.
inline constexpr std::size_t appointment_max = deputy_peers_max * 2 + 128;
/// Requests that are remembered, so that a request that comes over several paths is answered once.
inline constexpr std::size_t recent_requests_max = 128;
/// Sealed requests that are remembered, so that a recording cannot be replayed.
inline constexpr std::size_t replay_cache_entries = 4096;
/// Paths (interface and family) by which one attempt of a request is accepted. Further ones are
/// dropped as repeated, so a provider bound to the seventeenth would not be asked.
inline constexpr std::size_t request_paths_max = 16;
/// Clients that a primary counts the rate of. A further one replaces another, which then begins
/// anew.
inline constexpr std::size_t rate_clients_max = 4'096;
/// Answers that wait for their delay. A further one is sent without delay.
inline constexpr std::size_t delayed_datagrams_max = 64;
/// Addresses of all interfaces of a host. Further ones are not used.
inline constexpr std::size_t interface_addresses_max = 512;
/// Addresses of one interface and family that are taken before others, so that an interface with
/// many addresses does not crowd the others out.
inline constexpr std::size_t interface_share = 16;
/// IPv4 addresses that are read if the system refuses netlink. If there are more, the list counts
/// as truncated.
inline constexpr std::size_t ioctl_addresses_max = 128;
/// Interfaces that are up. The addresses of further ones are not used.
inline constexpr std::size_t interfaces_max = 1024;
/// Networks that routes declare to be on the link of an interface. Further ones are not used.
inline constexpr std::size_t on_link_routes_max = 512;
/// Routes of one family that are read to find these networks. A router may have a million.
inline constexpr std::size_t routes_read_max = 16'384;
/// Notices of interface changes that are taken at a time. The others wait for the next time.
inline constexpr std::size_t interface_notices_max = 64;
/// Neighbours that broadcast, but are in no network of this host, and whose unicasts are answered
/// therefore. A further one replaces the oldest, which has to broadcast again.
inline constexpr std::size_t link_claims_max = 64;
/// Networks given by --allow.
inline constexpr std::size_t allowed_networks_max = 16;
/// Hosts in a neighbourhood, counted once for each address. The hosts of one interface and kind of
/// address may be as many as there is room left for others, and half of all if there are no others.
inline constexpr std::size_t neighbours_max = 8192;
/// Addresses to ask whether a host is there. All IPv4 addresses of a /24 and as many of three other
/// kinds fit. A further one replaces one that was asked already, or one of the kind with the most.
inline constexpr std::size_t neighbour_candidates_max = 1024;
/// Services that one probe collects. A further one replaces a service of the sender with the most
/// services; if it comes from this sender, it is dropped.
inline constexpr std::size_t found_services_max = 16'384;
/// Hosts of which one probe knows whether their list is complete. The hosts of one interface and
/// kind of address may be as many as there is room left for others, and half of all if there are no
/// others.
inline constexpr std::size_t probe_hosts_max = 8192;
/// Ids of successive primaries of one host, by which a probe recognizes the host.
inline constexpr std::size_t host_primaries_max = 4;
/// Addresses of one host that a probe asks for missing services, one for each path to it.
inline constexpr std::size_t host_sources_max = 4;
/// Addresses that one probe sends to: its interfaces, or the addresses given by --to.
inline constexpr std::size_t probe_targets_max = 256;
/// Interfaces and addresses for which a probe reports that the system refused to send requests.
/// Further ones are not reported.
inline constexpr std::size_t unsent_paths_max = 16;
/// Attempts of one transaction, the range of the ATTEMPT field. A search that lasts longer begins
/// another transaction.
inline constexpr std::size_t transaction_attempts_max = 255;
/// Datagrams that together say what a probe already knows. If they do not suffice, a request says
/// nothing of it.
inline constexpr std::size_t request_shards_max = 64;
/// Datagrams by which one attempt asks incomplete hosts. The next attempt asks the others.
inline constexpr std::size_t probe_unicasts_max = 128;
/// Addresses of hosts that one watch follows, or asks whether a host is there. Further ones are not
/// followed, and are counted as lost. The followed ones of one interface and kind of address may be
/// as many as there is room left for others, and half of all if there are no others.
inline constexpr std::size_t watch_paths_max = 8192;
/// Paths that a watch remembers of each service: addresses of its host, by the interfaces that lead
/// there. If the host leaves all of these but has another one, the service is told as removed and
/// added.
inline constexpr std::size_t service_paths_max = 8;
/// Comparisons of hosts that a watch has under way. Further hosts wait.
inline constexpr std::size_t watch_rounds_max = 64;
/// Addresses that a watch asks whether a host is there. A further one replaces the one that was
/// asked most often.
inline constexpr std::size_t watch_candidates_max = 256;
/// Cells of a sketch. So many fit one datagram, beside the rest of an advertisement.
inline constexpr std::size_t sketch_cells_max = 72;
/// Parts into which a watch divides the services of a host if they differ in too many for one
/// sketch.
inline constexpr std::size_t sketch_shards_max = 256;
/// Services that one request names. A watch asks for further ones in another request.
inline constexpr std::size_t wanted_services_max = 96;
/// Events that wait for the owner. If there are more, the oldest is lost and counted.
inline constexpr std::size_t events_max = 256;
/// Descriptors that one provider, probe, watch or status query asks its owner to poll.
inline constexpr std::size_t poll_entries_max = 8;
/// Descriptors that one call of wait() takes. Windows has this bound.
inline constexpr std::size_t wait_entries_max = 64;

// --- Rates ----------------------------------------------------------------

/// A request from an address that may be forged brings at most this many times its own size, or the
/// smallest answer there is; see mpdisc.7, SECURITY.
inline constexpr std::size_t stranger_amplification_max = 16;
/// Bytes to which clients pad short requests, so that the first answers of a usual host come at
/// once.
inline constexpr std::size_t request_size_min = 128;
/// KiB of answers in a second, to one client and from the whole host.
inline constexpr std::uint32_t client_rate_kib_default = 4'096;
inline constexpr std::uint32_t host_rate_kib_default = 16'384;
/// A client with a lower rate could not be told all services of one provider.
inline constexpr std::uint32_t rate_kib_min = 64;
inline constexpr std::uint32_t rate_kib_max = 1'048'576;
[[nodiscard]] constexpr bool rate_holds(std::uint32_t kib) {
    return kib == 0 || (kib >= rate_kib_min && kib <= rate_kib_max);
}

/// Control messages that a primary answers in a second: from one port of its host, and from all
/// ports together. The latter does not count registrations, nor heartbeats from ports of registered
/// secondaries, nor any sealed message. After a rest twice as many are answered. A status request
/// counts as control_status_cost messages.
inline constexpr std::uint32_t control_port_rate = 512;
inline constexpr std::uint32_t control_rate = 4'096;
inline constexpr std::uint32_t control_status_cost = 8;
/// Meters that count the messages of ports. A hash assigns ports to meters, so two may share one.
inline constexpr std::size_t control_meters = 256;

/// Questions to neighbours in a second, whatever they announce. After a rest twice as many are
/// asked.
inline constexpr std::uint32_t neighbour_question_rate = 256;

// --- Times ----------------------------------------------------------------

inline constexpr std::uint32_t heartbeat_ms_default = 30'000;
inline constexpr std::uint32_t heartbeat_ms_min = 100;
/// How often a secondary sends a heartbeat at least, if the system does not tell it when its
/// primary ends.
inline constexpr std::uint32_t primary_check_ms = 3'000;
/// How often a provider without a primary looks for one at least. It is short: if a foreign program
/// frees the port, each waiting provider only notices by its own attempt.
inline constexpr std::uint32_t primary_search_ms = 1'500;
inline constexpr std::uint32_t lease_ms_default = 60'000;
/// A day. The lease decides how long a dead secondary stays listed if nothing else tells of its
/// end.
inline constexpr std::uint32_t lease_ms_max = 86'400'000;
/// Whether a primary may set these times: at least one heartbeat within each lease.
[[nodiscard]] constexpr bool lease_times_hold(std::uint32_t heartbeat_ms, std::uint32_t lease_ms) {
    return heartbeat_ms >= heartbeat_ms_min && heartbeat_ms < lease_ms && lease_ms <= lease_ms_max;
}
/// How much the time in a sealed request may differ from the time of the provider that answers it.
inline constexpr std::uint32_t replay_window_ms = 60'000;
/// The longest window over which a request may ask its answers to be spread.
inline constexpr std::uint16_t window_ms_max = 5'000;
/// How often a host announces itself if nothing changes. The longest lifetime is three times that.
inline constexpr std::uint32_t announce_s_default = 60;
inline constexpr std::uint32_t announce_s_max = 28'800;
/// The longest time for which a neighbour can ask others to rely on an announcement. A day.
inline constexpr std::uint32_t neighbour_lifetime_s_max = 86'400;
inline constexpr std::uint32_t probe_timeout_ms_default = 1'000;
inline constexpr std::uint32_t probe_timeout_ms_max = 3'600'000;
/// An access point holds broadcasts for sleeping stations until its DTIM beacon, up to 307 ms at a
/// DTIM period of 3. The rest is time for the answer.
inline constexpr std::uint32_t probe_patience_ms_default = 400;
/// How long a host may be silent before a watch takes it for gone. The shortest time leaves room
/// for several requests over a slow link; the longest one is a day.
inline constexpr std::uint32_t lost_after_ms_default = 10'000;
inline constexpr std::uint32_t lost_after_ms_min = 1'000;
inline constexpr std::uint32_t lost_after_ms_max = 86'400'000;

/// The discovery port if none is configured.
inline constexpr std::uint16_t discovery_port_default = 6737;

static_assert(std::size_t{rate_kib_min} * 2 * 1024 > provider_services_bytes_max * 3 / 2,
              "all services of a provider must fit what a client may get at once");
static_assert(attributes_bytes_max > attribute_max + 1, "one attribute of full length must fit");
static_assert(service_content_max == attributes_bytes_max + 67,
              "beside attributes of full size there must be room for a type and a usual name");
static_assert(announce_s_max * 3 <= neighbour_lifetime_s_max,
              "listeners must believe the lifetime of each host");
static_assert(host_list_overhead_max + encoded_neighbour_max * 4 < network_datagram_max,
              "each page of a list must have room for several hosts");
static_assert(heartbeat_ms_default < lease_ms_default);
static_assert(provider_services_bytes_max + 4096 < loopback_datagram_max,
              "a registration or a status response must fit a loopback datagram");

}  // namespace mpdisc::limits
