// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/host/interface_table.h"
#include "core/kit/datagram.h"
#include "core/kit/random.h"
#include "core/search/host_list_query.h"
#include "core/search/known_hosts.h"
#include "core/search/probe_targets.h"
#include "core/search/reachable_hosts.h"
#include "core/search/selection.h"
#include "mpdisc/limits.h"

namespace mpdisc::core {

/// Finds out which hosts exist: from the primary of this host, or else from a host of each link
/// that answers the search. Tells the primary of hosts that stay silent.
class HostLists {
   public:
    /// `random` and the other arguments must outlive it.
    HostLists(const InterfaceTable& interfaces, const ProbeTargets& targets,
              const ReachableHosts& reachable, const Selection& selection, Random& random,
              bool has_keys = false)
        : interfaces_(interfaces),
          targets_(targets),
          reachable_(reachable),
          selection_(selection),
          random_(random),
          known_(random.next(), has_keys) {}

    /// The search begins. Without this call no list is asked for. `awaits_hosts`: the search waits
    /// for hosts that may have a selected service of that type. `timeout_us`: how long the search
    /// takes at most.
    void begin(TimeUs now_us, bool awaits_hosts, std::string_view type, TimeUs timeout_us);
    /// A host has answered from there.
    void note_heard(const AnswerSource& source);
    /// An attempt is made: a local list that does not know all yet is asked for again.
    void note_attempt(TimeUs now_us);

    struct Query {
        /// No address: to all hosts of each link.
        AnswerSource to;
        wire::HostQuery message;
    };
    /// The next query to send. False if there is none now.
    [[nodiscard]] bool next_query(TimeUs now_us, const HostRosters& heard, Query& out);
    [[nodiscard]] TimeUs next_deadline_us() const;

    /// Whether a message with this transaction from there is expected.
    [[nodiscard]] bool is_expected(std::uint64_t transaction, const IpAddress& from) const {
        return local_.is_answer(transaction, from) || link_.is_answer(transaction, from) ||
               (transaction != 0 &&
                (transaction == report_transaction_ || transaction == broadcast_transaction_));
    }
    void on_announcement(const Inbound& in, const wire::HostAnnouncement& announcement);
    /// True if this was the last page of a list.
    bool on_list(const Inbound& in, const wire::HostList& list);

    [[nodiscard]] const KnownHosts& known() const { return known_; }
    /// Whether the lists cover all that the search asks, and say that they know all. Then known()
    /// has each host.
    [[nodiscard]] bool are_settled() const;
    /// Whether a list has each other host that was heard. If not, there may be more such hosts:
    /// they announce nothing, or their announcements do not arrive.
    [[nodiscard]] bool list_each(const HostRosters& heard) const;

   private:
    /// The query that a message with this transaction from there answers; null if there is none.
    [[nodiscard]] HostListQuery* query_of(std::uint64_t transaction, const IpAddress& from);
    [[nodiscard]] bool is_covered(std::uint32_t if_index) const;
    /// Whether the host may have a service of the types that the search looks for.
    [[nodiscard]] bool may_have_type(const wire::HostDescription& host) const;
    void add(const wire::HostDescription& host, std::uint32_t age_s, bool may_match, bool is_listed,
             const AnswerSource& source);

    const InterfaceTable& interfaces_;
    const ProbeTargets& targets_;
    const ReachableHosts& reachable_;
    const Selection& selection_;
    Random& random_;
    KnownHosts known_;
    bool is_used_ = false;
    bool awaits_hosts_ = false;
    std::string_view type_;

    HostListQuery local_;
    HostListQuery link_;
    std::uint8_t listers_ = 0;
    /// Whom to tell of silent hosts.
    AnswerSource lister_;
    bool is_local_settled_ = false;
    bool is_truncated_ = false;
    /// The interfaces whose hosts are known.
    std::array<std::uint32_t, limits::probe_targets_max> covered_{};
    std::size_t covered_count_ = 0;

    /// When to ask all hosts, if the primary of this host gives no list.
    TimeUs broadcast_due_us_ = never_us;
    std::uint64_t broadcast_transaction_ = 0;
    bool has_broadcast_ = false;

    TimeUs report_due_us_ = never_us;
    std::uint64_t report_transaction_ = 0;
    std::uint32_t next_report_ = 0;
    std::uint8_t reports_ = 0;
};

}  // namespace mpdisc::core
