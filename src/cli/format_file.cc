// SPDX-License-Identifier: MIT
#include "cli/format_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "cli/escape.h"
#include "cli/number.h"
#include "mpdisc/text.h"
#include "program/console.h"

namespace mpdisc::cli {

namespace {

/// Texts for nth_text().
constexpr char usual_directories[] =
    "/etc/mpdisc/formats\0"
    "/usr/local/share/mpdisc/formats\0"
    "/usr/share/mpdisc/formats";

constexpr char part_names[][16] = {
    "begin", "group-begin", "row",  "separator", "group-end", "group-separator",
    "end",   "attribute",   "ipv4", "ipv6",      "link-local"};
static_assert(std::size(part_names) == format_part_count);

bool find_part(std::string_view name, FormatPart& out) {
    for (std::size_t i = 0; i < format_part_count; ++i) {
        if (name != part_names[i]) continue;
        out = static_cast<FormatPart>(i);
        return true;
    }
    return false;
}

/// How a reason begins that has a place.
void append_line(TextBuffer& out, std::size_t number) {
    out.append("line ").append_number(number).append(": ");
}

/// Removes the first word and the blanks around it.
std::string_view take_word(std::string_view& rest) {
    const auto skip_blanks = [&] {
        while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\t')) {
            rest = slice(rest, 1);
        }
    };
    skip_blanks();
    const std::string_view word = slice(rest, 0, rest.find_first_of(" \t"));
    rest = slice(rest, word.size());
    skip_blanks();
    return word;
}

/// Reads the file at `path`, whose text ends with a NUL. Returns 0 or the system's error number.
int read_text(const TextBuffer& path, TextBuffer& out) {
    const std::span<char> room = out.spare(FormatFile::bytes_max + 1);
    std::size_t size = 0;
    if (!path.ok() || room.empty()) return ENOMEM;
    const int error = read_file(path.view().data(), room, size);
    if (error == 0) out.extend(size);
    return error;
}

int read_from(std::string_view directory, std::string_view name, TextBuffer& path,
              TextBuffer& out) {
    path.clear();
    path.append(directory).append("/").append(name).append({"\0", 1});
    return read_text(path, out);
}

/// Reads the first file of this name in the directory of the environment, or in the usual ones.
int read_from_directories(std::string_view name, TextBuffer& path, TextBuffer& out) {
    const char* const given = std::getenv("MPDISC_FORMATS");
    if (given != nullptr) return read_from(given, name, path, out);
    int error = ENOENT;
    for (std::size_t i = 0; error == ENOENT && i < count_texts(usual_directories); ++i) {
        error = read_from(nth_text(usual_directories, i), name, path, out);
    }
    return error;
}

}  // namespace

/// Reads the lines of a format file.
class FormatFile::Parser {
   public:
    Parser(FormatFile& file, std::string_view text, TextBuffer& reason)
        : file_(file), rest_(text), reason_(reason) {}

    [[nodiscard]] bool run();

   private:
    [[nodiscard]] bool read_directive(std::string_view line);
    [[nodiscard]] bool begin_part(FormatPart part);
    [[nodiscard]] bool read_escape(std::string_view name);
    [[nodiscard]] bool read_group(std::string_view name);
    [[nodiscard]] bool read_skip(std::string_view name);
    [[nodiscard]] bool read_line_max(std::string_view text);
    [[nodiscard]] bool read_setting(std::string_view rest);
    [[nodiscard]] bool refuse(const char* reason);

    FormatFile& file_;
    std::string_view rest_;
    TextBuffer& reason_;
    /// The part that is being read; null outside of parts.
    std::string_view* part_ = nullptr;
    std::size_t line_ = 0;
};

bool FormatFile::Parser::run() {
    while (!rest_.empty()) {
        ++line_;
        const std::string_view line = slice(rest_, 0, rest_.find('\n'));
        const std::size_t size = line.size() + 1;
        if (line.ends_with('\r')) return refuse("it ends with CR and LF: use LF alone");
        if (begins_with(line, "%")) {
            part_ = nullptr;
            if (!read_directive(slice(line, 1))) return false;
            rest_ = slice(rest_, size);
            // A part is empty, but there, from its title on.
            if (part_ != nullptr) *part_ = slice(rest_, 0, 0);
            continue;
        }
        if (part_ == nullptr) return refuse("this text is in no part such as %row");
        *part_ = {part_->data(), slice(rest_, 0, size).size() + part_->size()};
        rest_ = slice(rest_, size);
    }
    return true;
}

bool FormatFile::Parser::read_directive(std::string_view line) {
    if (begins_with(line, "#")) return true;
    std::string_view rest = line;
    const std::string_view word = take_word(rest);
    if (word == "set") return read_setting(rest);
    const std::string_view value = take_word(rest);
    if (!rest.empty()) return refuse("only one word may follow the first");
    if (word == "escape") return read_escape(value);
    if (word == "group") return read_group(value);
    if (word == "skip") return read_skip(value);
    if (word == "line-max") return read_line_max(value);
    FormatPart part = FormatPart::row;
    if (!find_part(word, part)) {
        return refuse("unknown directive; write text that begins with '%' as '\\%'");
    }
    return value.empty() ? begin_part(part) : refuse("nothing may follow the title of a part");
}

bool FormatFile::Parser::begin_part(FormatPart part) {
    if (file_.has(part)) return refuse("this part is given twice");
    part_ = &file_.parts_[static_cast<std::size_t>(part)];
    return true;
}

bool FormatFile::Parser::read_escape(std::string_view name) {
    if (parse_escaper(name, file_.escaper_)) return true;
    (void)refuse("%escape needs one of");
    append_escaper_names(reason_);
    return false;
}

bool FormatFile::Parser::read_group(std::string_view name) {
    if (name != "type" && name != "host") return refuse("%group needs type or host");
    file_.grouping_ = name == "type" ? Grouping::type : Grouping::host;
    return true;
}

bool FormatFile::Parser::read_skip(std::string_view name) {
    if (name != "link-local" && name != "equal") return refuse("%skip needs link-local or equal");
    (name == "equal" ? file_.is_unique_ : file_.skips_link_local_) = true;
    return true;
}

bool FormatFile::Parser::read_line_max(std::string_view text) {
    std::uint64_t bytes = 0;
    if (!parse_unsigned(text, bytes_max, bytes) || bytes == 0) {
        return refuse("%line-max needs a number from 1 to 65536");
    }
    file_.line_bytes_max_ = static_cast<std::size_t>(bytes);
    return true;
}

bool FormatFile::Parser::read_setting(std::string_view rest) {
    const std::string_view key = take_word(rest);
    if (key.empty()) return refuse("%set needs a key and a value");
    return file_.add_setting({key, rest}) || refuse("there are more than 16 settings");
}

bool FormatFile::Parser::refuse(const char* reason) {
    append_line(reason_, line_);
    reason_.append(reason);
    return false;
}

bool FormatFile::load(std::string_view name, std::span<const Setting> settings,
                      TextBuffer& reason) {
    TextBuffer path;
    path.append(name).append({"\0", 1});
    const bool is_path = name.find('/') != std::string_view::npos;
    const int error = is_path ? read_text(path, text_) : read_from_directories(name, path, text_);
    if (name.empty()) {
        reason.append("a name must follow the '@'");
    } else if (!is_path && error == ENOENT) {
        reason.append("no format has this name");
    } else if (error != 0) {
        reason.append(system_error_text(error).view());
    } else if (text_.size() > bytes_max) {
        reason.append("the file is larger than 64 KiB");
    } else {
        return parse(text_.view(), settings, reason);
    }
    return false;
}

bool FormatFile::parse(std::string_view text, std::span<const Setting> settings,
                       TextBuffer& reason) {
    // The first setting of a key counts.
    for (const Setting& setting : settings) (void)add_setting(setting);
    if (!Parser(*this, text, reason).run()) return false;
    if (!has(FormatPart::row)) {
        reason.append("it has no %row");
        return false;
    }
    return check_parts(text, reason) && check_use(settings, reason);
}

bool FormatFile::check_parts(std::string_view text, TextBuffer& reason) const {
    for (std::size_t i = 0; i < format_part_count; ++i) {
        const Template part = part_template(static_cast<FormatPart>(i));
        TemplateMistake mistake;
        if (check_template(part, mistake) && check_settings(part, settings(), mistake)) continue;
        const char* const wrong = part.text.data() + mistake.at;
        append_line(reason, 1 + static_cast<std::size_t>(std::count(text.data(), wrong, '\n')));
        reason.append("%").append(part_names[i]).append(": ").append(mistake.reason.view());
        return false;
    }
    return true;
}

bool FormatFile::check_use(std::span<const Setting> settings, TextBuffer& reason) const {
    for (const Setting& setting : settings) {
        bool is_used = false;
        for (std::size_t i = 0; i < format_part_count && !is_used; ++i) {
            is_used = has_setting(part_template(static_cast<FormatPart>(i)), setting.key);
        }
        if (is_used) continue;
        reason.append("it has no {set.");
        append_escaped(reason, setting.key);
        reason.append("} for --set");
        return false;
    }
    return true;
}

bool FormatFile::add_setting(const Setting& setting) {
    if (setting_count_ == settings_.size()) return false;
    settings_[setting_count_++] = setting;
    return true;
}

Template FormatFile::part_template(FormatPart part) const {
    const bool is_attribute = part == FormatPart::attribute;
    return {text_of(part), is_attribute ? TemplatePlace::attribute : TemplatePlace::row, escaper_};
}

void FormatFile::append(TextBuffer& out, FormatPart part, const FoundServiceView& found,
                        TemplateValues values) const {
    values.settings = settings();
    append_by_template(out, part_template(part), found, values);
}

}  // namespace mpdisc::cli
