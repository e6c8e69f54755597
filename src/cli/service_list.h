// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "cli/fields.h"
#include "cli/format.h"
#include "cli/format_file.h"
#include "cli/sorted_rows.h"
#include "cli/text_buffer.h"
#include "mpdisc/found_service.h"

namespace mpdisc::cli {

/// Appends a text that sorts as the service does: by the field `first`, then by the others.
void append_sort_key(TextBuffer& out, Field first, const FoundServiceView& found);

/// A whole list of services in a format, sorted. So its text depends on the services alone, and not
/// on the order in which they were found.
class ServiceList {
   public:
    /// `format` must outlive this object.
    explicit ServiceList(const Format& format) : format_(format) {}

    void add(const FoundServiceView& found);
    /// Appends the list, and clears it. If memory ran out since the last time, `out` fails.
    void append_to(TextBuffer& out);

   private:
    [[nodiscard]] bool is_unique() const {
        return format_.file != nullptr && format_.file->is_unique();
    }
    [[nodiscard]] bool is_too_long(std::string_view row) const;
    void add_row(const FoundServiceView& found);
    void append_group_of(const FoundServiceView& found, TextBuffer& out) const;
    void append_row(TextBuffer& out, const FoundServiceView& found) const;
    void add_wanted_groups();
    void append_grouped(TextBuffer& out) const;
    [[nodiscard]] FoundServiceView group_fields(std::string_view group) const;

    const Format& format_;
    SortedRows rows_;
};

}  // namespace mpdisc::cli
