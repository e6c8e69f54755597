// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "core/kit/array.h"
#include "core/kit/backoff.h"
#include "core/kit/datagram.h"
#include "core/kit/messenger.h"
#include "core/search/closed_port_check.h"
#include "mpdisc/provider_status.h"
#include "wire/status_messages.h"

namespace mpdisc::core {

/// Asks a primary for its registry, page by page. If there are keys, the primary must first prove
/// that it has one of them, as it does for a provider. Its nonce makes the requests fresh, and no
/// request is sent twice. A state machine; it is driven like core::Provider.
class StatusQuery {
   public:
    /// `discovery`: the discovery port of this host on loopback.
    StatusQuery(const Endpoint& discovery, std::uint32_t timeout_ms, const Random::Seed& seed)
        : discovery_(discovery), timeout_us_(TimeUs{timeout_ms} * 1000), messenger_(keys_, seed) {}
    /// Call it before start().
    void set_keys(const KeySet& keys) { keys_.assign(keys); }
    /// The port of the socket that it sends from. Call it before start().
    void set_port(std::uint16_t port) { messenger_.own_port = port; }

    // Input.
    void start(TimeUs now_us);
    void receive(TimeUs now_us, const Inbound& in);
    /// The system reports that no socket of this host has this address.
    void refused(TimeUs now_us, const Endpoint& to);
    void tick(TimeUs now_us);

    // Output.
    [[nodiscard]] TimeUs next_deadline_us() const;
    [[nodiscard]] bool poll_transmit(Outbound& out);
    [[nodiscard]] bool next_provider(ProviderStatus& out) { return reader_.next_provider(out); }
    [[nodiscard]] bool next_service(ServiceView& out) { return reader_.next_service(out); }
    [[nodiscard]] StatusOutcome outcome() const { return outcome_; }
    [[nodiscard]] const Counters& primary_counters() const { return primary_counters_; }
    [[nodiscard]] const NeighbourhoodStatus& neighbourhood() const { return neighbourhood_; }
    [[nodiscard]] const LastDrops& primary_last_drops() const { return primary_last_drops_; }
    /// The nonce of the primary, if it has proved that it has the key.
    [[nodiscard]] const wire::Nonce& nonce() const { return messenger_.sealer.nonce(); }
    /// What this side has sent and dropped.
    [[nodiscard]] Counters& counters() { return messenger_.counters; }

   private:
    void ask(TimeUs now_us, std::uint32_t page);
    void ask_for_proof();
    void ask_for_page();
    void on_key_mismatch();
    void on_proof(const wire::DiscoveryResponse& response);
    void on_page(TimeUs now_us, const wire::Header& header, wire::Bytes fields);

    Endpoint discovery_;
    TimeUs timeout_us_;
    wire::Keyring keys_;
    Messenger messenger_;
    Backoff backoff_;
    ClosedPortCheck closed_port_;
    StatusOutcome outcome_ = StatusOutcome::running;
    /// How many requests the owner has taken.
    std::uint64_t questions_ = 0;
    std::uint64_t transaction_ = 0;
    /// The transaction of the request for a proof, while `awaits_proof_`.
    std::uint64_t proof_transaction_ = 0;
    bool awaits_proof_ = false;
    std::uint32_t page_ = 0;
    TimeUs due_us_ = never_us;
    TimeUs end_us_ = never_us;
    /// The outcome if the rest of the answers does not come.
    StatusOutcome outcome_at_end_ = StatusOutcome::no_answer;
    Counters primary_counters_;
    NeighbourhoodStatus neighbourhood_;
    LastDrops primary_last_drops_;
    /// The fields of the last response. The reader reads them.
    Array<std::uint8_t> response_;
    wire::StatusReader reader_;
};

}  // namespace mpdisc::core
