// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "cli/format.h"
#include "cli/text_buffer.h"

namespace mpdisc::cli {

enum class FindingKind : std::uint8_t {
    /// What the search found.
    result,
    /// Why it did not find more.
    cause,
    /// What may matter, too.
    note,
};

/// Shows what --explain has found out: for people, as tsv or as json.
class ExplainOutput {
   public:
    ExplainOutput(FormatKind format, TextBuffer& out) : format_(format), out_(out) {}

    /// The text of the next finding. Call add() when it is complete.
    [[nodiscard]] TextBuffer& text() { return text_; }
    /// Adds the finding. `code` is its name for programs. `advice`: what to do about it; may be
    /// empty.
    void add(FindingKind kind, const char* code, const char* advice);

   private:
    void add_for_people(FindingKind kind, const char* advice);
    void add_tsv(FindingKind kind, const char* code, const char* advice);
    void add_json(FindingKind kind, const char* code, const char* advice);

    FormatKind format_;
    TextBuffer& out_;
    TextBuffer text_;
    std::uint32_t causes_ = 0;
};

}  // namespace mpdisc::cli
