// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "core/host/interface_table.h"
#include "core/kit/array.h"
#include "core/kit/datagram.h"
#include "core/kit/messenger.h"
#include "core/kit/wall_clock.h"
#include "core/search/answer_sources.h"
#include "core/search/catalogue.h"
#include "core/search/host_lists.h"
#include "core/search/probe_pace.h"
#include "core/search/probe_requests.h"
#include "core/search/probe_targets.h"
#include "core/search/stop_rule.h"
#include "core/search/unsent_paths.h"
#include "mpdisc/found_service.h"
#include "mpdisc/known_host.h"
#include "wire/client_messages.h"

namespace mpdisc::core {

struct ProbeConfig {
    std::uint16_t discovery_port = limits::discovery_port_default;
    FixedString<limits::service_type_max> type;
    FixedString<limits::instance_name_max> name;
    AttributeSet attributes;
    std::uint32_t count = 0;
    std::uint32_t timeout_ms = limits::probe_timeout_ms_default;
    std::uint32_t patience_ms = limits::probe_patience_ms_default;
    /// Find hosts, and no services.
    bool hosts_only = false;
    bool local_only = false;
    std::array<Endpoint, limits::probe_targets_max> targets{};
    std::size_t target_count = 0;
    /// Ask only by the interface that the owner has chosen.
    bool one_interface = false;
    Family family = Family::any;
    wire::Keyring keys;
    Random::Seed seed{};

    [[nodiscard]] Filter filter() const { return {type.view(), name.view(), attributes.view()}; }
};

/// One search (mpdisc.7, LIFE OF A REQUEST). It asks, merges the answers into its catalogue, and
/// asks again until its stop rule ends it. A state machine; it is driven like core::Provider.
class Probe {
   public:
    explicit Probe(const ProbeConfig& config);

    // Input.
    /// False if there is no memory; then the owner tries again.
    [[nodiscard]] bool set_interfaces(const InterfaceList& list);
    /// Sets the time of day, which sealed requests carry. Call it before start() and each tick().
    void set_wall_clock(TimeUs now_us, std::uint64_t unix_ms) {
        (void)wall_clock_.set(now_us, unix_ms);
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
    [[nodiscard]] bool next_service(FoundService& out);
    [[nodiscard]] bool next_incomplete_host(IncompleteHost& out);

    [[nodiscard]] bool next_host(KnownHost& out);
    [[nodiscard]] bool next_unsent_path(UnsentPath& out) { return unsent_paths_.next(out); }

    [[nodiscard]] ProbeOutcome outcome() const { return stop_rule_.outcome(); }
    [[nodiscard]] const HostRosters& hosts() const { return catalogue_.hosts(); }
    /// How many hosts are incomplete, or are known and have not answered.
    [[nodiscard]] std::uint32_t incomplete_hosts() const;
    /// Whether the search should ask links, and there are none.
    [[nodiscard]] bool has_no_link() const {
        return config_.target_count == 0 && !targets_.only_this_host() && !targets_.has_link();
    }
    /// Whether the search asks one address of this host only, and no program has its discovery
    /// port.
    [[nodiscard]] bool has_no_provider() const { return stop_rule_.has_no_provider(); }
    /// Whether there are more networks than one search can ask.
    [[nodiscard]] bool has_unasked_networks() const { return targets_.is_truncated(); }
    /// Whether the search asks this host only.
    [[nodiscard]] bool asks_only_this_host() const { return targets_.only_this_host(); }
    [[nodiscard]] const InterfaceTable& interfaces() const { return interfaces_; }
    [[nodiscard]] Counters& counters() { return messenger_.counters; }

   private:
    /// The incomplete hosts to ask.
    enum class Wanted : std::uint8_t { all, with_token, with_unshown_token };

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
    void send_host_query(const Route& route, const wire::HostQuery& query);
    /// How many datagrams the missing services will take.
    [[nodiscard]] std::uint64_t expected_answers() const;
    /// The window over which this many answers should be spread.
    [[nodiscard]] std::uint16_t choose_window_ms(TimeUs now_us, std::uint64_t answers) const;
    /// Whether the search may send a request there. Any sender can claim any address.
    [[nodiscard]] bool may_ask(const AnswerSource& source) const;
    [[nodiscard]] Route route_to(const AnswerSource& source) const;
    /// The discovery port of the host with this address: as it was given, or else the usual one.
    [[nodiscard]] std::uint16_t discovery_port_of(const IpAddress& address) const;
    void on_advertisement(TimeUs now_us, const Inbound& in,
                          const wire::Advertisement& advertisement);
    void check_end(TimeUs now_us);
    /// Whether what goes there counts as asking. It does not if it asks this host about others.
    [[nodiscard]] bool is_request_to(const IpAddress& address, std::uint32_t if_index) const;
    [[nodiscard]] bool next_silent_host(IncompleteHost& out);

    ProbeConfig config_;
    Messenger messenger_;
    std::uint64_t transaction_;
    InterfaceTable interfaces_;
    AnswerSources sources_;
    ProbeTargets targets_;
    Catalogue catalogue_;
    HostLists lists_;
    /// How many services the owner has taken.
    std::uint32_t told_ = 0;

    WallClock wall_clock_;
    ProbePace pace_;
    StopRule stop_rule_;
    /// All attempts so far, and the attempts of earlier transactions.
    std::uint32_t attempt_ = 0;
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
