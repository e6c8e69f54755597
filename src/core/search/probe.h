// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "core/kit/array.h"
#include "core/kit/datagram.h"
#include "core/search/client.h"
#include "core/search/host_lists.h"
#include "core/search/probe_pace.h"
#include "core/search/probe_requests.h"
#include "core/search/stop_rule.h"
#include "core/search/unsent_paths.h"
#include "mpdisc/found_service.h"
#include "mpdisc/known_host.h"
#include "wire/client_messages.h"

namespace mpdisc::core {

/// One search (mpdisc.7, LIFE OF A REQUEST). It asks, merges the answers into its catalogue, and
/// asks again until its stop rule ends it. A state machine; it is driven like core::Provider.
class Probe {
   public:
    explicit Probe(const ProbeConfig& config);

    // Input.
    /// False if there is no memory; then the owner tries again.
    [[nodiscard]] bool set_interfaces(const InterfaceList& list) {
        return client_.set_interfaces(list) != InterfaceTable::Update::no_memory;
    }
    /// Sets the time of day, which sealed requests carry. Call it before start() and each tick().
    void set_wall_clock(TimeUs now_us, std::uint64_t unix_ms) {
        (void)client_.wall_clock.set(now_us, unix_ms);
    }
    void start(TimeUs now_us);
    void receive(TimeUs now_us, const Inbound& in);
    /// The system reports that no socket has this address.
    void refused(TimeUs now_us, const Endpoint& to);
    /// The system refused to send a request there. `if_index`: the interface; 0: by the routes.
    void unsent(const Endpoint& to, std::uint32_t if_index);
    void tick(TimeUs now_us);

    // Output.
    [[nodiscard]] TimeUs next_deadline_us() const;
    [[nodiscard]] bool poll_transmit(Outbound& out);
    /// Whether the owner must take the output before the next input. It may do so after several.
    [[nodiscard]] bool must_flush() const { return false; }
    [[nodiscard]] bool next_service(FoundServiceView& out);
    [[nodiscard]] bool next_incomplete_host(IncompleteHost& out);

    [[nodiscard]] bool next_host(KnownHost& out);
    [[nodiscard]] bool next_unsent_path(UnsentPath& out) { return unsent_paths_.next(out); }

    [[nodiscard]] ProbeOutcome outcome() const { return stop_rule_.outcome(); }
    [[nodiscard]] const HostRosters& hosts() const { return client_.catalogue.hosts(); }
    /// How many hosts are incomplete, or are known and have not answered.
    [[nodiscard]] std::uint32_t incomplete_hosts() const;
    /// Whether the search should ask links, and there are none.
    [[nodiscard]] bool has_no_link() const {
        return client_.config.target_count == 0 && !client_.targets.only_this_host() &&
               !client_.targets.has_link();
    }
    /// Whether the search asks one address of this host only, and no program has its discovery
    /// port.
    [[nodiscard]] bool has_no_provider() const { return stop_rule_.has_no_provider(); }
    /// Whether there are more networks than one search can ask.
    [[nodiscard]] bool has_unasked_networks() const { return client_.targets.is_truncated(); }
    /// Whether the search asks this host only.
    [[nodiscard]] bool asks_only_this_host() const { return client_.targets.only_this_host(); }
    [[nodiscard]] const InterfaceTable& interfaces() const { return client_.interfaces; }
    [[nodiscard]] const HostLists& lists() const { return lists_; }
    [[nodiscard]] Counters& counters() { return client_.messenger.counters; }
    [[nodiscard]] const DropSources& drop_sources() const { return client_.messenger.drop_sources; }
    /// For a watch, which begins with a search and goes on with what the search has found.
    [[nodiscard]] Client& client() { return client_; }
    [[nodiscard]] const Client& client() const { return client_; }

   private:
    /// The incomplete hosts to ask.
    enum class Wanted : std::uint8_t { all, with_token, with_unshown_token };

    void handle(TimeUs now_us, const Inbound& in);
    /// Opens a message of a host. False if it was dropped.
    [[nodiscard]] bool open(const Inbound& in, wire::Header& header, wire::Bytes& fields);
    void on_host_message(TimeUs now_us, const Inbound& in, const wire::Header& header,
                         wire::Bytes fields);

    void send_attempt(TimeUs now_us);
    /// Asks only the hosts that withhold services until the search shows them their token.
    void send_token_attempt(TimeUs now_us);
    /// Begins the next attempt, and returns what its requests have in common.
    [[nodiscard]] wire::Request next_request(TimeUs now_us, std::uint16_t window_ms);
    /// Asks incomplete hosts by unicast for what is missing. False if some hosts must wait, because
    /// there is no memory or there are too many of them.
    bool ask_incomplete_hosts(ProbeRequests& requests, Wanted wanted);
    /// Asks the known hosts that have not answered, by unicast. The same.
    bool ask_silent_hosts(ProbeRequests& requests);
    /// Asks for lists of hosts, as far as such a query is due.
    void send_host_queries(TimeUs now_us);
    /// How many datagrams the missing services will take.
    [[nodiscard]] std::uint64_t expected_answers() const;
    /// The window over which this many answers should be spread.
    [[nodiscard]] std::uint16_t choose_window_ms(TimeUs now_us, std::uint64_t answers) const;
    void on_advertisement(TimeUs now_us, const Inbound& in,
                          const wire::Advertisement& advertisement);
    void check_end(TimeUs now_us);
    /// Whether what goes there counts as asking. It does not if it asks this host about others.
    [[nodiscard]] bool is_request_to(const IpAddress& address, std::uint32_t if_index) const;
    [[nodiscard]] bool next_silent_host(IncompleteHost& out);

    Client client_;
    std::uint64_t transaction_;
    HostLists lists_;
    /// How many services the owner has taken.
    std::uint32_t told_ = 0;

    ProbePace pace_;
    StopRule stop_rule_;
    /// The attempts of earlier transactions.
    std::uint32_t former_attempts_ = 0;
    std::array<TimeUs, limits::transaction_attempts_max> sent_at_us_{};
    /// If there are keys: the last attempt to all hosts carried the time of day.
    bool tells_time_ = false;
    /// The incomplete host that the next attempt asks first.
    std::uint32_t next_host_ = 0;
    /// The silent host that the next attempt asks first.
    std::uint32_t next_silent_ = 0;
    /// next_incomplete_host() gives hosts with a truncated list first, then the others.
    bool names_truncated_ = true;
    std::uint32_t next_incomplete_ = 0;
    /// The silent host that next_incomplete_host() names next.
    std::uint32_t next_unnamed_ = 0;
    /// The known host that next_host() gives next.
    std::uint32_t next_told_ = 0;
    UnsentPaths unsent_paths_;
    /// How many datagrams to the addresses that the search asks the owner has taken, and how many
    /// of them the system refused.
    std::uint64_t requests_ = 0;
    std::uint64_t unsent_ = 0;
};

}  // namespace mpdisc::core
