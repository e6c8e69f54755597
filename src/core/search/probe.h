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
#include "core/search/probe_pace.h"
#include "core/search/probe_requests.h"
#include "core/search/probe_targets.h"
#include "core/search/stop_rule.h"
#include "core/search/unsent_paths.h"
#include "mpdisc/found_service.h"
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
    bool local_only = false;
    std::array<Endpoint, limits::probe_targets_max> targets{};
    std::size_t target_count = 0;
    /// Ask by the interface that the owner has chosen alone.
    bool one_interface = false;
    Family family = Family::any;
    wire::Keyring keys;
    Random::Seed seed{};

    [[nodiscard]] Filter filter() const { return {type.view(), name.view(), attributes.view()}; }
};

/// One search (mpdisc.7, LIFE OF A REQUEST): asks, collects, asks again, and knows when it has
/// everything. A state machine, driven like core::Provider.
class Probe {
   public:
    explicit Probe(const ProbeConfig& config);

    // Input.
    /// False for want of memory: it is to be tried again.
    [[nodiscard]] bool set_interfaces(const InterfaceList& list);
    /// The time of day, which keys make use of; before the start and each tick.
    void set_wall_clock(TimeUs now_us, std::uint64_t unix_ms) { wall_clock_.set(now_us, unix_ms); }
    void start(TimeUs now_us);
    void receive(TimeUs now_us, const Inbound& in);
    /// Nobody listens at that address of this host.
    void refused(TimeUs now_us, const Endpoint& to);
    /// The system refused to send a request there by that interface; 0: as the routes say.
    void unsent(const Endpoint& to, std::uint32_t if_index);
    void tick(TimeUs now_us);

    // Output.
    [[nodiscard]] TimeUs next_deadline_us() const;
    [[nodiscard]] bool poll_transmit(Outbound& out);
    /// Whether the output must be taken before the next input; else it may be after several.
    [[nodiscard]] bool must_settle() const { return false; }
    [[nodiscard]] bool next_service(FoundService& out);
    [[nodiscard]] bool next_incomplete_host(IncompleteHost& out);

    [[nodiscard]] bool next_unsent_path(UnsentPath& out) { return unsent_paths_.next(out); }

    [[nodiscard]] ProbeOutcome outcome() const { return stop_rule_.outcome(); }
    [[nodiscard]] const HostRosters& hosts() const { return catalogue_.hosts(); }
    /// Whether links were to be asked, and there are none.
    [[nodiscard]] bool has_no_link() const {
        return config_.target_count == 0 && !targets_.only_this_host() && !targets_.has_link();
    }
    /// Whether the one address that is asked is this host's, and nobody has its discovery port.
    [[nodiscard]] bool has_no_provider() const { return stop_rule_.has_no_provider(); }
    /// Whether there are more networks than one search asks.
    [[nodiscard]] bool has_unasked_networks() const { return targets_.is_truncated(); }
    /// Whether nobody but this host is asked.
    [[nodiscard]] bool asks_only_this_host() const { return targets_.only_this_host(); }
    [[nodiscard]] const InterfaceTable& interfaces() const { return interfaces_; }
    [[nodiscard]] Counters& counters() { return messenger_.counters; }

   private:
    /// Which of the hosts that are incomplete.
    enum class Wanted : std::uint8_t { all, with_token, with_unshown_token };

    void send_attempt(TimeUs now_us);
    /// Asks just those hosts that have withheld something until they are shown their token.
    void send_token_attempt(TimeUs now_us);
    /// The next attempt's.
    [[nodiscard]] wire::Request next_request(TimeUs now_us, std::uint16_t window_ms);
    /// Asks hosts of which something is missing, each for that. False where some have to wait: for
    /// memory, or because they would be too many at once.
    bool ask_incomplete_hosts(ProbeRequests& requests, Wanted wanted);
    /// How many datagrams would bring what is known to be missing.
    [[nodiscard]] std::uint64_t expected_answers() const;
    /// Over how long so many answers are to be spread.
    [[nodiscard]] std::uint16_t choose_window_ms(TimeUs now_us, std::uint64_t answers) const;
    /// Whether it answered from where it can be asked: anybody can claim to be anywhere.
    [[nodiscard]] bool may_ask(const AnswerSource& source) const;
    [[nodiscard]] Route route_to(const AnswerSource& source) const;
    /// Of the host that has this address, as it was given; or else the usual one.
    [[nodiscard]] std::uint16_t discovery_port_of(const IpAddress& address) const;
    void on_advertisement(TimeUs now_us, const Inbound& in,
                          const wire::Advertisement& advertisement);
    void check_end(TimeUs now_us);

    ProbeConfig config_;
    Messenger messenger_;
    std::uint64_t transaction_;
    InterfaceTable interfaces_;
    AnswerSources sources_;
    ProbeTargets targets_;
    Catalogue catalogue_;
    /// Services that the owner was told of.
    std::uint32_t told_ = 0;

    WallClock wall_clock_;
    ProbePace pace_;
    StopRule stop_rule_;
    /// Attempts so far, and of these the ones before this transaction.
    std::uint32_t attempt_ = 0;
    std::uint32_t former_attempts_ = 0;
    std::array<TimeUs, limits::transaction_attempts_max> sent_at_us_{};
    /// The last attempt that was not hurried told the time, where there are keys.
    bool tells_time_ = false;
    /// The host that the next attempt asks first.
    std::uint32_t next_host_ = 0;
    /// Hosts whose services were too many come first, then the others.
    bool names_truncated_ = true;
    std::uint32_t next_incomplete_ = 0;
    UnsentPaths unsent_paths_;
    /// Requests that were handed out to be sent.
    std::uint64_t requests_ = 0;
};

}  // namespace mpdisc::core
