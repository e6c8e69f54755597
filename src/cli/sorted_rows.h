// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdlib>
#include <string_view>

#include "cli/text_buffer.h"

namespace mpdisc::cli {

/// Rows of text that are sorted by group and key.
class SortedRows {
   public:
    SortedRows() = default;
    ~SortedRows() { std::free(places_); }
    SortedRows(const SortedRows&) = delete;
    SortedRows& operator=(const SortedRows&) = delete;

    struct Row {
        std::string_view group;
        std::string_view key;
        std::string_view text;
    };

    /// Copies the row.
    void add(const Row& row);
    /// Makes ok() false: for rows that could not be made.
    void fail() {
        texts_.fail();
        size_ = 0;
    }
    /// False if memory ran out: then the rows are missing, until clear().
    [[nodiscard]] bool ok() const { return texts_.ok(); }
    void sort();
    [[nodiscard]] std::size_t size() const { return size_; }
    /// The n-th row. Valid until the next add() or clear().
    [[nodiscard]] Row operator[](std::size_t n) const { return row_of(places_[n]); }
    void clear();

   private:
    /// Where the texts of a row are.
    struct Place {
        std::size_t begin;
        std::size_t group_size;
        std::size_t key_size;
        std::size_t text_size;
    };

    [[nodiscard]] bool make_room();
    [[nodiscard]] Row row_of(const Place& place) const;

    TextBuffer texts_;
    Place* places_ = nullptr;
    std::size_t size_ = 0;
    std::size_t room_ = 0;
};

}  // namespace mpdisc::cli
