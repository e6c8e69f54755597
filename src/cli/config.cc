// SPDX-License-Identifier: MIT
#include "cli/config.h"

#include <algorithm>

#include "cli/config_line.h"
#include "cli/escape.h"
#include "cli/program.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

namespace {

enum class Section : std::uint8_t { none, provider, service, ignored };

template <class Field>
constexpr unsigned bit_of(Field field) {
    return 1U << static_cast<unsigned>(field);
}

class Parser {
   public:
    Parser(const ConfigSource& source, ProviderSettings& settings, PlannedServices& services,
           Mistakes& mistakes)
        : source_(source), settings_(settings), services_(services), mistakes_(mistakes) {}

    void run();

   private:
    void read_line(std::string_view text);
    void open_section();
    void close_section();
    void close_service();
    template <class Field, class Target, class Names>
    void set(Target& target, const Names& names);
    void set_entry();
    void note_line(SettingsField field) { settings_.line_of(field) = line_number_; }
    void note_line(ServiceField) {}
    void demand(ServiceField field, const char* lack);

    /// Begins a mistake in the current section.
    TextBuffer& complain(std::size_t line);
    void refuse(const char* reason) { complain(line_number_).append(reason); }

    const ConfigSource& source_;
    ProviderSettings& settings_;
    PlannedServices& services_;
    Mistakes& mistakes_;

    std::size_t line_number_ = 0;
    ConfigLine line_;
    Section section_ = Section::none;
    std::size_t section_line_ = 0;
    bool is_section_wrong_ = false;
    /// The keys of the section that were given, rightly or wrongly: a bit for each field.
    unsigned given_ = 0;
    bool had_provider_section_ = false;
    /// The service of the current section.
    DescribedService service_;
};

void Parser::run() {
    std::string_view rest = source_.text;
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (begins_with(rest, byte_order_mark)) rest = slice(rest, byte_order_mark.size());
    while (!rest.empty()) {
        std::string_view text = take_line(rest);
        if (text.ends_with('\r')) text.remove_suffix(1);
        ++line_number_;
        read_line(text);
    }
    close_section();
}

void Parser::read_line(std::string_view text) {
    const char* reason = parse_config_line(text, line_);
    if (line_.kind == ConfigLineKind::section) {
        close_section();
        section_ = Section::ignored;
    }
    if (reason != nullptr) {
        refuse(reason);
        // Nobody knows which key it was to be.
        given_ = ~0U;
    } else if (line_.kind == ConfigLineKind::section) {
        open_section();
    } else if (line_.kind == ConfigLineKind::entry) {
        set_entry();
    }
}

/// The section stays ignored if it is none of those that are known.
void Parser::open_section() {
    section_line_ = line_number_;
    if (line_.word == "service") {
        section_ = Section::service;
        service_ = {};
    } else if (line_.word != "provider") {
        append_cited(complain(line_number_).append("unknown section "), line_.word);
    } else if (source_.is_drop_in) {
        refuse("[provider] is allowed in the file of --config only");
    } else if (had_provider_section_) {
        refuse("section [provider] is given twice");
    } else {
        section_ = Section::provider;
        had_provider_section_ = true;
    }
}

void Parser::close_section() {
    const bool is_provider_wrong = section_ == Section::provider && is_section_wrong_;
    if (is_provider_wrong || section_ == Section::ignored) settings_.is_whole = false;
    if (section_ == Section::service) close_service();
    is_section_wrong_ = false;
    given_ = 0;
}

void Parser::close_service() {
    demand(ServiceField::type, no_type);
    demand(ServiceField::port, no_port);
    if (is_section_wrong_) return;
    TextBuffer reason;
    if (add_described(services_, service_, source_.default_name, reason)) return;
    complain(section_line_).append(reason.view());
    if (!reason.ok()) mistakes_.fail();
}

void Parser::demand(ServiceField field, const char* lack) {
    if ((given_ & bit_of(field)) == 0) complain(section_line_).append(lack);
}

void Parser::set_entry() {
    switch (section_) {
        case Section::provider:
            // The system would take a name with a NUL for a shorter one.
            if (line_.value.view().find('\0') != std::string_view::npos) {
                return refuse("a setting must not hold a NUL byte");
            }
            return set<SettingsField>(settings_, settings_names);
        case Section::service:
            return set<ServiceField>(service_, service_names);
        case Section::ignored:
            return;
        case Section::none:
            break;
    }
    refuse("this line is before the first section");
    section_ = Section::ignored;
}

template <class Field, class Target, class Names>
void Parser::set(Target& target, const Names& names) {
    const auto at =
        std::ranges::find_if(names, [this](const char* name) { return line_.word == name; });
    if (at == std::end(names)) {
        return append_cited(complain(line_number_).append("unknown key "), line_.word);
    }
    const auto field = static_cast<Field>(at - std::begin(names));
    given_ |= bit_of(field);
    if (is_set(target, field)) {
        TextBuffer& text = complain(line_number_);
        append_cited(text, *at);
        text.append(" is given twice in this section");
        return;
    }
    const char* reason = set_field(target, field, line_.value.view());
    if (reason == nullptr) return note_line(field);
    append_bad_value(complain(line_number_), *at, line_.value.view(), reason);
}

TextBuffer& Parser::complain(std::size_t line) {
    is_section_wrong_ = true;
    return mistakes_.add(source_.file_name, line);
}

}  // namespace

void parse_config(const ConfigSource& source, ProviderSettings& settings, PlannedServices& services,
                  Mistakes& mistakes) {
    Parser(source, settings, services, mistakes).run();
}

}  // namespace mpdisc::cli
