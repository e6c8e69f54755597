// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "core/kit/random.h"
#include "core/search/host_rosters.h"
#include "mpdisc/types.h"
#include "wire/neighbour_messages.h"

namespace mpdisc::core {

/// Asks one host at a time for the list of its neighbours, page by page (mpdisc-wire.7,
/// HOST_QUERY). Another host gives its list only for a token, which it sends first.
class HostListQuery {
   public:
    /// Asks this host from now on, and forgets the one before. `needs_token`: the host gives its
    /// list only for a token. The primary of this host needs none.
    void begin(const AnswerSource& lister, bool needs_token, Random& random);
    /// The same, but the host has sent its token already.
    void begin_with_token(const AnswerSource& lister, std::uint64_t address_token, Random& random);
    /// Gives up.
    void end() { step_ = Step::idle; }

    [[nodiscard]] bool is_idle() const { return step_ == Step::idle; }
    [[nodiscard]] const AnswerSource& lister() const { return lister_; }

    /// Whether a query is to be sent: a first one, for the next page, or a repetition. At most
    /// `tries_max` for each page; then it gives up.
    [[nodiscard]] bool is_due(TimeUs now_us) const { return now_us >= next_deadline_us(); }
    [[nodiscard]] TimeUs next_deadline_us() const { return is_idle() ? never_us : due_us_; }
    /// The query to send now. Call it if is_due(). False if it has given up.
    [[nodiscard]] bool next(TimeUs now_us, wire::HostQuery& out);

    /// Whether a message with this transaction from there answers the query.
    [[nodiscard]] bool is_answer(std::uint64_t transaction, const IpAddress& from) const {
        return !is_idle() && transaction - first_transaction_ < tries_ && from == lister_.address;
    }
    /// The lister gave no list, but a token. False if it keeps no list, so that the query ends.
    [[nodiscard]] bool note_token(const wire::HostAnnouncement& announcement, Random& random);
    /// Whether the lister knows all its neighbours, as all pages so far say. Its table must not
    /// have changed between the pages, because a host may then be on none of them.
    [[nodiscard]] bool is_settled() const { return is_settled_; }
    /// A page came. True if it was the last one; then the query has ended.
    [[nodiscard]] bool note_page(const wire::HostList& list, Random& random);

    static constexpr std::uint8_t tries_max = 3;
    static constexpr TimeUs gap_us = 20'000;

   private:
    enum class Step : std::uint8_t { idle, token, list };

    void enter(Step step, Random& random);

    Step step_ = Step::idle;
    bool is_settled_ = true;
    std::uint8_t tries_ = 0;
    AnswerSource lister_;
    /// The first try has this one, each further try has the next one. With keys, a host answers
    /// each only once.
    std::uint64_t first_transaction_ = 0;
    std::uint64_t address_token_ = 0;
    /// As the first page says.
    std::uint64_t digest_ = 0;
    std::uint32_t page_ = 0;
    TimeUs due_us_ = 0;
};

}  // namespace mpdisc::core
