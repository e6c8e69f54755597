// SPDX-License-Identifier: MIT
#include "core/search/host_list_query.h"

#include "mpdisc/limits.h"

namespace mpdisc::core {

void HostListQuery::begin(const AnswerSource& lister, bool needs_token, Random& random) {
    lister_ = lister;
    is_settled_ = true;
    address_token_ = 0;
    page_ = 0;
    enter(needs_token ? Step::token : Step::list, random);
}

void HostListQuery::begin_with_token(const AnswerSource& lister, std::uint64_t address_token,
                                     Random& random) {
    begin(lister, false, random);
    address_token_ = address_token;
}

void HostListQuery::enter(Step step, Random& random) {
    step_ = step;
    tries_ = 0;
    due_us_ = 0;
    first_transaction_ = random.next();
}

bool HostListQuery::next(TimeUs now_us, wire::HostQuery& out) {
    if (tries_ == tries_max) {
        step_ = Step::idle;
        return false;
    }
    due_us_ = now_us + gap_us;
    out = {};
    out.transaction = first_transaction_ + tries_++;
    out.wants_list = step_ == Step::list;
    out.page = page_;
    out.address_token = address_token_;
    return true;
}

bool HostListQuery::note_token(const wire::HostAnnouncement& announcement, Random& random) {
    const bool is_useful = step_ == Step::token && announcement.address_token != 0 &&
                           announcement.summary.knows_neighbours;
    if (!is_useful) {
        step_ = Step::idle;
        return false;
    }
    address_token_ = announcement.address_token;
    enter(Step::list, random);
    return true;
}

bool HostListQuery::note_page(const wire::HostList& list, Random& random) {
    if (page_ == 0) digest_ = list.summary.digest;
    is_settled_ = is_settled_ && list.summary.knows_neighbours && list.summary.digest == digest_;
    // A list has no more pages than hosts.
    const bool is_last = list.next_page <= page_ || list.next_page >= limits::neighbours_max;
    if (is_last) {
        step_ = Step::idle;
        return true;
    }
    page_ = list.next_page;
    enter(Step::list, random);
    return false;
}

}  // namespace mpdisc::core
