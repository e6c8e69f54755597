// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "cli/text_buffer.h"
#include "mpdisc/probe.h"

/// For people and scripts: a line in the user's own format.
///
/// `{field}` stands for a field's escaped value, `{attr.KEY}` for an attribute's (empty if the
/// service lacks it). `{{` and `}}` stand for braces; `\n`, `\t` and `\\` for newline, tab and
/// backslash. All other uses of `{`, `}` and `\` are errors, so that they can get a meaning later.
namespace mpdisc::cli {

/// What `{event}` and `{time}` stand for. A search has neither.
struct EventFields {
    std::string_view event;
    std::string_view time;
};

/// False, with a `reason`, for a malformed template.
[[nodiscard]] bool check_template(std::string_view text, TextBuffer& reason);
/// Whether a template that check_template() accepts has `{event}` or `{time}`.
[[nodiscard]] bool has_event_fields(std::string_view text);

/// `text` must be a template that check_template() accepts.
void append_by_template(TextBuffer& out, std::string_view text, const FoundServiceView& found,
                        const EventFields& fields = {});

}  // namespace mpdisc::cli
