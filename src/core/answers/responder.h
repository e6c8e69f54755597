// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "core/answers/address_tokens.h"
#include "core/answers/answer_budget.h"
#include "core/answers/answerer.h"
#include "core/answers/fan_out.h"
#include "core/answers/link_claims.h"
#include "core/answers/recent_requests.h"
#include "core/answers/replay_cache.h"
#include "core/host/provider_state.h"
#include "core/host/registry.h"
#include "core/kit/messenger.h"

namespace mpdisc::core {

/// Answers clients (mpdisc.7, LIFE OF A REQUEST). A primary answers their requests, and notifies
/// the secondaries that match. A secondary answers the notifications of its primary.
class Responder {
   public:
    Responder(Messenger& messenger, const ProviderState& state, const Registry& registry,
              FanOut& fan_out, ReplayCache& replays);

    /// Whether the client may be answered: it is on the link, or in an allowed network.
    [[nodiscard]] bool may_answer(TimeUs now_us, const Inbound& in) const {
        return may_answer(arrival_of(now_us, in));
    }
    /// Whether a provider of this host answers by that interface over this family.
    [[nodiscard]] bool serves(std::uint32_t if_index, Family family) const;
    /// How a message of a client or of another host came. The sender may claim to be on the link.
    [[nodiscard]] wire::Arrival note_arrival(TimeUs now_us, const Inbound& in);
    /// This host asks that host, which answers as one that is on the link.
    void expect(TimeUs now_us, const wire::Arrival& from);
    [[nodiscard]] Route route_to(const wire::Arrival& arrival) const {
        return answerer_.route_to(arrival);
    }
    [[nodiscard]] AnswerBudget& budget() { return budget_; }
    [[nodiscard]] const AddressTokens& tokens() const { return tokens_; }
    /// With keys: false for a request that is too old, or that was accepted before. `is_copy`: it
    /// was accepted by another path. Sets `trust` to `undated` if there is no time and no token.
    [[nodiscard]] bool accepts_time(TimeUs now_us, std::uint64_t number, bool has_token,
                                    bool is_copy, Trust& trust);
    void on_request(TimeUs now_us, const Inbound& in, const wire::Header& header,
                    wire::Bytes fields);
    void on_notification(TimeUs now_us, const wire::Header& header, wire::Bytes fields);

   private:
    /// What the primary decided to send for one copy of a request.
    struct Response {
        /// This provider answers, with at most `own_bytes_max` bytes.
        bool has_answer = false;
        std::uint64_t own_bytes_max = 0;
        /// The fan-out has recipients.
        bool others_answer = false;
        /// This provider has no match of its own, and says that others answer.
        bool tells_of_others = false;
        /// The client's allowance was too small for all answers.
        bool is_withheld = false;
        /// The roster is sent, even if no provider answers.
        bool wants_roster = false;
    };

    [[nodiscard]] wire::Arrival arrival_of(TimeUs now_us, const Inbound& in) const;
    [[nodiscard]] bool may_answer(const wire::Arrival& arrival) const;
    [[nodiscard]] bool is_allowed(const IpAddress& client) const;
    [[nodiscard]] RequestPath path_of(const wire::Arrival& arrival) const;
    /// Whether the earlier paths have asked all providers, so that this path cannot ask another.
    [[nodiscard]] bool have_all_been_asked(const RequestPaths& paths) const;
    void serve(TimeUs now_us, const Requester& requester, const wire::Arrival& arrival,
               const wire::Request& request, const RequestPath& path, RequestPaths& paths);
    [[nodiscard]] MatchCount count_own_matches(Question& question) const;
    /// If the client asks again, an answer has not reached it. Perhaps the path by which its
    /// request comes first does not work in the other direction. So the other paths ask, too. True
    /// if they ask instead of this one.
    [[nodiscard]] bool leaves_it_to_other_paths(TimeUs now_us, const Requester& requester,
                                                const wire::Request& request, const MatchCount& all,
                                                const RequestPath& path, RequestPaths& paths) const;
    /// Spends the bytes of the answers from the allowance. The fan-out chooses which of the
    /// matching secondaries answer.
    [[nodiscard]] Response choose_response(const wire::Request& request, const RequestCopy& copy,
                                           const MatchCount& own, const AnswerSize& answer_size,
                                           wire::Bytes sketch, Allowance& allowance);
    void respond(TimeUs now_us, const wire::Arrival& arrival, const wire::Request& request,
                 wire::Roster roster, const Response& response, wire::Bytes sketch);

    Messenger& messenger_;
    const ProviderState& state_;
    const Registry& registry_;
    FanOut& fan_out_;
    ReplayCache& replays_;
    LinkClaims claims_;
    RecentRequests recent_;
    AnswerBudget budget_;
    AddressTokens tokens_;
    Answerer answerer_;
};

}  // namespace mpdisc::core
