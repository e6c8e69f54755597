// SPDX-License-Identifier: MIT
#include "core/host/service_index.h"

#include <utility>

namespace mpdisc::core {

bool ServiceIndex::is_kept() {
    return true;
}

std::uint64_t ServiceIndex::hash_of(Kind kind, std::string_view text) const {
    return keyed_hash(hash_key_ + static_cast<std::uint64_t>(kind), text);
}

std::uint32_t ServiceIndex::first(const Filter& filter) const {
    // Names first: fewer services share a name than a type.
    const std::uint32_t term = terms_by_hash_.find(
        filter.name.empty() ? hash_of(Kind::type, filter.type) : hash_of(Kind::name, filter.name));
    return term == none ? none : terms_[term].first;
}

bool ServiceIndex::add(std::uint32_t owner, wire::Bytes fields, std::uint32_t& out) {
    std::uint32_t siblings = none;
    wire::ServiceList::Reader services = wire::ServiceList(fields).read();
    for (wire::ServiceList::Item item; services.next(item);) {
        const auto offset = static_cast<std::uint32_t>(item.encoded.data() - fields.data());
        const bool is_listed =
            list(hash_of(Kind::type, item.service.type), owner, offset, siblings) &&
            list(hash_of(Kind::name, item.service.name), owner, offset, siblings);
        if (is_listed) continue;
        remove(siblings);
        return false;
    }
    out = siblings;
    return true;
}

bool ServiceIndex::list(std::uint64_t hash, std::uint32_t owner, std::uint32_t offset,
                        std::uint32_t& siblings) {
    if (free_posting_ == none) {
        if (!postings_.push_back(Posting{})) return false;
        free_posting_ = static_cast<std::uint32_t>(postings_.size() - 1);
    }
    std::uint32_t term = terms_by_hash_.find(hash);
    if (term == none) term = allocate_term(hash);
    if (term == none) return false;

    const std::uint32_t number = free_posting_;
    Posting& posting = postings_[number];
    free_posting_ = posting.sibling;
    posting = {{owner, offset, none}, terms_[term].last, term, siblings};
    siblings = number;
    (posting.previous == none ? terms_[term].first : postings_[posting.previous].listing.next) =
        number;
    terms_[term].last = number;
    ++listed_;
    return true;
}

std::uint32_t ServiceIndex::allocate_term(std::uint64_t hash) {
    if (!terms_by_hash_.reserve_one()) return none;
    if (free_term_ == none) {
        if (!terms_.push_back(Term{})) return none;
        free_term_ = static_cast<std::uint32_t>(terms_.size() - 1);
    }
    const std::uint32_t term = free_term_;
    free_term_ = terms_[term].first;
    terms_[term] = Term{hash};
    terms_by_hash_.insert(hash, term);
    return term;
}

void ServiceIndex::remove(std::uint32_t listings) {
    while (listings != none) {
        const std::uint32_t number = listings;
        listings = postings_[number].sibling;
        unlink(number);
        postings_[number].sibling = free_posting_;
        free_posting_ = number;
        --listed_;
    }
}

void ServiceIndex::swap(ServiceIndex& other) {
    std::swap(hash_key_, other.hash_key_);
    terms_by_hash_.swap(other.terms_by_hash_);
    terms_.swap(other.terms_);
    postings_.swap(other.postings_);
    std::swap(listed_, other.listed_);
    std::swap(free_term_, other.free_term_);
    std::swap(free_posting_, other.free_posting_);
}

void ServiceIndex::unlink(std::uint32_t number) {
    const Posting& posting = postings_[number];
    Term& term = terms_[posting.term];
    const std::uint32_t next = posting.listing.next;
    (posting.previous == none ? term.first : postings_[posting.previous].listing.next) = next;
    (next == none ? term.last : postings_[next].previous) = posting.previous;
    if (term.first != none) return;
    terms_by_hash_.erase(term.hash, posting.term);
    term.first = free_term_;
    free_term_ = posting.term;
}

}  // namespace mpdisc::core
