// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "core/kit/array.h"
#include "core/kit/hash_index.h"

namespace mpdisc::core {

/// How a service differs from what the reader knows.
enum class ChangeKind : std::uint8_t { added, changed, removed };

/// Numbers the entries of a table, and lists the changes until the reader gets them. The reader
/// gets each change once. If an entry changes several times before that, it gets one change, with
/// the latest state. A number becomes free when the entry is removed and the reader knows that.
///
/// The reader gets removals first. This bounds the numbers: the entries that the reader knows, plus
/// the removals that it does not know yet, are never more than the entries that the table may have.
class ChangeList {
   public:
    static constexpr std::uint32_t none = HashIndex::none;

    [[nodiscard]] bool has_free() const { return first_free_ != none; }
    /// Makes one more number, which is free. False if there is no memory.
    [[nodiscard]] bool grow();
    /// Adds an entry; returns its number. A number must be free.
    [[nodiscard]] std::uint32_t add();
    /// The entry has changed.
    void change(std::uint32_t number);
    /// The entry is removed. False if the reader never knew it; then its number is free at once.
    [[nodiscard]] bool remove(std::uint32_t number);

    /// The entry whose change comes next; `none` if there is no change.
    [[nodiscard]] std::uint32_t first(ChangeKind& kind) const;
    /// The reader has got the first change. The number of a removed entry is not free yet.
    void pop();
    /// Frees the number of a removed entry, if the reader knows of the removal, and returns it.
    /// `none` if there is no such entry. Before a removal, call this until it returns `none`.
    [[nodiscard]] std::uint32_t free_told_removal();

    /// Whether the entry exists and was not removed.
    [[nodiscard]] bool is_live(std::uint32_t number) const {
        return entries_[number].state <= State::told;
    }
    /// Whether remove() would free the number at once.
    [[nodiscard]] bool is_unknown(std::uint32_t number) const {
        return entries_[number].state == State::added;
    }
    /// All numbers are less than this.
    [[nodiscard]] std::uint32_t end() const { return static_cast<std::uint32_t>(entries_.size()); }

   private:
    enum class State : std::uint8_t { added, changed, told, removed, free };
    struct Entry {
        State state = State::free;
        /// The previous entry of its list; undefined in the first one.
        std::uint32_t previous = none;
        /// The next entry of its list; `none` in the last one. A free number: the next free one.
        std::uint32_t next = none;
    };
    struct List {
        std::uint32_t first = none;
        /// Undefined in an empty list.
        std::uint32_t last = none;
    };

    [[nodiscard]] List& list_of(State state) {
        return state == State::removed ? removals_ : others_;
    }
    void free(std::uint32_t number);
    void append(std::uint32_t number, State state);
    void unlink(std::uint32_t number);

    Array<Entry> entries_;
    List removals_;
    /// The oldest removed entry whose number is not free. Those before the first one of `removals_`
    /// were told.
    std::uint32_t oldest_removal_ = none;
    List others_;
    std::uint32_t first_free_ = none;
};

}  // namespace mpdisc::core
