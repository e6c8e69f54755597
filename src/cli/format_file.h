// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "cli/format_template.h"
#include "cli/text_buffer.h"

namespace mpdisc::cli {

/// The parts of a format file. Each but `attribute` and the addresses has the place of a row.
enum class FormatPart : std::uint8_t {
    begin,
    group_begin,
    row,
    separator,
    group_end,
    group_separator,
    end,
    attribute,
    ipv4,
    ipv6,
    link_local,
};
inline constexpr std::size_t format_part_count = 11;

/// What the rows of a group have in common.
enum class Grouping : std::uint8_t { none, type, host };

/// The most settings of --set and the most of a format file.
inline constexpr std::size_t settings_max = 16;

/// A format of whole lists, from a file (mpdisc-format.5).
class FormatFile {
   public:
    static constexpr std::size_t bytes_max = 64 * 1024;

    /// Reads the file `name`. If the name has no slash, looks for it in the directory that the
    /// environment variable MPDISC_FORMATS names, or else in the usual ones. A setting
    /// replaces the one of the file with the same key. The settings must outlive this object.
    /// Returns false if the file can't be used; then `reason` says why, and where. To be called
    /// once.
    [[nodiscard]] bool load(std::string_view name, std::span<const Setting> settings,
                            TextBuffer& reason);
    /// The same for a text.
    [[nodiscard]] bool parse(std::string_view text, std::span<const Setting> settings,
                             TextBuffer& reason);

    [[nodiscard]] bool has(FormatPart part) const { return text_of(part).data() != nullptr; }
    /// Whether it has a part for addresses. Then `{addresses}` stands for what these parts give.
    [[nodiscard]] bool has_addresses() const {
        return has(FormatPart::ipv4) || has(FormatPart::ipv6) || has(FormatPart::link_local);
    }
    /// Appends what the part gives; nothing if the file does not have it.
    void append(TextBuffer& out, FormatPart part, const FoundServiceView& found,
                TemplateValues values = {}) const;

    [[nodiscard]] Grouping grouping() const { return grouping_; }
    /// Whether equal rows of a group become one.
    [[nodiscard]] bool is_unique() const { return is_unique_; }
    /// Rows with a longer line are left out. 0: none are.
    [[nodiscard]] std::size_t line_bytes_max() const { return line_bytes_max_; }
    /// Whether link-local addresses are left out, and services that have no others.
    [[nodiscard]] bool skips_link_local() const { return skips_link_local_; }

   private:
    class Parser;

    [[nodiscard]] Template part_template(FormatPart part) const;
    [[nodiscard]] std::string_view text_of(FormatPart part) const {
        return parts_[static_cast<std::size_t>(part)];
    }
    [[nodiscard]] std::span<const Setting> settings() const {
        return std::span(settings_).first(setting_count_);
    }
    [[nodiscard]] bool add_setting(const Setting& setting);
    /// Checks the templates of all parts, which stand in `text`.
    [[nodiscard]] bool check_parts(std::string_view text, TextBuffer& reason) const;
    /// Checks that a part uses each of these settings.
    [[nodiscard]] bool check_use(std::span<const Setting> settings, TextBuffer& reason) const;

    TextBuffer text_;
    std::array<std::string_view, format_part_count> parts_{};
    std::array<Setting, 2 * settings_max> settings_{};
    std::size_t setting_count_ = 0;
    Escaper escaper_ = Escaper::text;
    Grouping grouping_ = Grouping::none;
    std::size_t line_bytes_max_ = 0;
    bool is_unique_ = false;
    bool skips_link_local_ = false;
};

}  // namespace mpdisc::cli
