// SPDX-License-Identifier: MIT
#include "core/search/change_list.h"

#include "mpdisc/expects.h"

namespace mpdisc::core {

bool ChangeList::grow() {
    if (!entries_.push_back({})) return false;
    free(end() - 1);
    return true;
}

std::uint32_t ChangeList::add() {
    const std::uint32_t number = first_free_;
    first_free_ = entries_[number].next;
    append(number, State::added);
    return number;
}

void ChangeList::change(std::uint32_t number) {
    if (entries_[number].state == State::told) append(number, State::changed);
}

bool ChangeList::remove(std::uint32_t number) {
    const State former = entries_[number].state;
    expects(former <= State::told);
    if (former != State::told) unlink(number);
    if (former == State::added) {
        free(number);
        return false;
    }
    append(number, State::removed);
    if (oldest_removal_ == none) oldest_removal_ = number;
    return true;
}

std::uint32_t ChangeList::first(ChangeKind& kind) const {
    const std::uint32_t number = removals_.first != none ? removals_.first : others_.first;
    if (number == none) return none;
    const State state = entries_[number].state;
    kind = state == State::removed ? ChangeKind::removed
           : state == State::added ? ChangeKind::added
                                   : ChangeKind::changed;
    return number;
}

void ChangeList::pop() {
    ChangeKind kind{};
    Entry& entry = entries_[first(kind)];
    list_of(entry.state).first = entry.next;
    if (kind != ChangeKind::removed) entry.state = State::told;
}

std::uint32_t ChangeList::free_told_removal() {
    if (oldest_removal_ == removals_.first) return none;
    const std::uint32_t number = oldest_removal_;
    oldest_removal_ = entries_[number].next;
    free(number);
    return number;
}

void ChangeList::free(std::uint32_t number) {
    entries_[number].state = State::free;
    entries_[number].next = first_free_;
    first_free_ = number;
}

void ChangeList::append(std::uint32_t number, State state) {
    List& list = list_of(state);
    entries_[number] = {state, list.last, none};
    (list.first == none ? list.first : entries_[list.last].next) = number;
    list.last = number;
}

void ChangeList::unlink(std::uint32_t number) {
    const Entry& entry = entries_[number];
    List& list = list_of(entry.state);
    (list.first == number ? list.first : entries_[entry.previous].next) = entry.next;
    (list.last == number ? list.last : entries_[entry.next].previous) = entry.previous;
}

}  // namespace mpdisc::core
