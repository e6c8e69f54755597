// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "core/kit/array.h"
#include "core/kit/hash_index.h"

namespace mpdisc::core {

/// How an entry of a catalogue differs from what the reader was told of it.
enum class ChangeKind : std::uint8_t { added, changed, removed };

/// Numbers the entries of a table, and lists those that changed until the reader is told. It tells
/// each change once, and an entry that changes several times before that is told as it is then. A
/// number is free again when the entry was removed and the reader knows that.
///
/// Removals are told first. So the entries that the reader knows, and those whose removal it does
/// not know yet, are together never more than the table may have entries.
class ChangeList {
   public:
    static constexpr std::uint32_t none = HashIndex::none;

    [[nodiscard]] bool has_free() const { return first_free_ != none; }
    /// Makes one more number, which is free. False for want of memory.
    [[nodiscard]] bool grow();
    /// A new entry; returns its number. One must be free.
    [[nodiscard]] std::uint32_t add();
    /// The entry has changed.
    void change(std::uint32_t number);
    /// The entry is removed. False where the reader never knew it: then its number is free.
    [[nodiscard]] bool remove(std::uint32_t number);

    /// The entry that the reader is told of next, and how it changed; `none` if nothing did.
    [[nodiscard]] std::uint32_t first(ChangeKind& kind) const;
    /// The reader was told of the first one. The number of a removed entry is not free yet.
    void pop();
    /// Frees the number of a removed entry that the reader was told of, and returns it; `none` if
    /// there is no such entry. To be called until then, before a removal.
    [[nodiscard]] std::uint32_t free_told_removal();

    /// Whether the entry exists and was not removed.
    [[nodiscard]] bool is_live(std::uint32_t number) const {
        return entries_[number].state <= State::told;
    }
    /// Whether remove() would free the number at once.
    [[nodiscard]] bool is_unknown(std::uint32_t number) const {
        return entries_[number].state == State::added;
    }
    /// All numbers are less.
    [[nodiscard]] std::uint32_t end() const { return static_cast<std::uint32_t>(entries_.size()); }

   private:
    enum class State : std::uint8_t { added, changed, told, removed, free };
    struct Entry {
        State state = State::free;
        /// In its list; undefined in the first entry.
        std::uint32_t previous = none;
        /// `none` in the last entry. Of a free number, the next free one.
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
    /// The first removed entry that the reader was told of; these lead to the first of removals_.
    std::uint32_t first_told_removal_ = none;
    List others_;
    std::uint32_t first_free_ = none;
};

}  // namespace mpdisc::core
