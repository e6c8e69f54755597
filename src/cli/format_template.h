// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string_view>

#include "cli/escaper.h"
#include "cli/text_buffer.h"
#include "mpdisc/probe.h"

/// For people, scripts and other programs: text in the user's own format (mpdisc-format.5).
///
/// `{field}` stands for a field's escaped value, `{attr.KEY}` for an attribute's (empty if the
/// service lacks it), and `{field|escaper}` for a value with another escaper. `{{` and `}}` stand
/// for braces; `\n`, `\t`, `\\` and `\%` for newline, tab, backslash and `%`. A backslash at the
/// end of a line joins it to the next one. All other uses of `{`, `}` and `\` are errors, so that
/// they can get a meaning later.
namespace mpdisc::cli {

/// Where a template stands, which decides the fields that it may have.
enum class TemplatePlace : std::uint8_t {
    line,       ///< of the command line
    row,        ///< of all other parts of a format file
    attribute,  ///< of an attribute of the service
};

struct Template {
    /// Must outlive this object.
    std::string_view text;
    TemplatePlace place = TemplatePlace::line;
    /// For fields that name none.
    Escaper escaper = Escaper::text;
};

/// What `{event}` and `{time}` stand for. A search has neither.
struct EventFields {
    std::string_view event;
    std::string_view time;
};

/// A value of the option --set.
struct Setting {
    std::string_view key;
    std::string_view value;
};

/// The value of a setting. False, and an empty text, if there is none of this key.
[[nodiscard]] bool find_setting(std::span<const Setting> settings, std::string_view key,
                                std::string_view& out);

/// What fields stand for that are not the service's.
struct TemplateValues {
    EventFields event;
    /// For `{set.KEY}`.
    std::span<const Setting> settings;
    /// For TemplatePlace::attribute: `key` or `key=value`, and both apart.
    std::string_view pair;
    Attribute attribute;
    /// For TemplatePlace::row: what stands for `{attributes}` and `{addresses}`, unless the format
    /// leaves them as they are.
    const TextBuffer* attributes = nullptr;
    const TextBuffer* addresses = nullptr;
};

/// What is wrong with a template.
struct TemplateMistake {
    TextBuffer reason;
    /// Where in the text it stands.
    std::size_t at = 0;
};

/// False, with what is wrong, for a malformed template.
[[nodiscard]] bool check_template(const Template& checked, TemplateMistake& mistake);
/// False, with what is wrong, if a template that check_template() accepts has a `{set.KEY}` that
/// `settings` lack.
[[nodiscard]] bool check_settings(const Template& checked, std::span<const Setting> settings,
                                  TemplateMistake& mistake);
/// Whether a template that check_template() accepts has `{set.KEY}` with this key.
[[nodiscard]] bool has_setting(const Template& checked, std::string_view key);
/// Whether a template that check_template() accepts has `{event}` or `{time}`.
[[nodiscard]] bool has_event_fields(const Template& checked);

/// `checked` must be a template that check_template() accepts.
void append_by_template(TextBuffer& out, const Template& checked, const FoundServiceView& found,
                        const TemplateValues& values = {});

}  // namespace mpdisc::cli
