// SPDX-License-Identifier: MIT
#include "cli/config.h"

#include "cli/config_line.h"
#include "cli/escape.h"
#include "cli/program.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

namespace {

enum class Section : std::uint8_t { none, provider, service };

template <class Field>
struct Key {
    char name[15];
    Field field;
};

constexpr Key<SettingsField> provider_keys[] = {
    {"discovery-port", SettingsField::discovery_port},
    {"interface", SettingsField::interface},
    {"family", SettingsField::family},
    {"heartbeat", SettingsField::heartbeat},
    {"lease", SettingsField::lease},
    {"allow", SettingsField::allow},
    {"key-file", SettingsField::key_file},
    {"client-rate", SettingsField::client_rate},
    {"host-rate", SettingsField::host_rate},
    {"announce", SettingsField::announce},
};

constexpr Key<ServiceField> service_keys[] = {
    {"name", ServiceField::name},
    {"type", ServiceField::type},
    {"port", ServiceField::port},
    {"attr", ServiceField::attribute},
};

class Parser {
   public:
    Parser(const ConfigSource& source, ProviderSettings& settings, ServiceList& services,
           TextBuffer& message)
        : source_(source), settings_(settings), services_(services), message_(message) {}

    bool run();

   private:
    std::string_view split_line(std::string_view& rest);
    bool open_section();
    bool close_section();
    template <class Target, class Keys>
    bool set(Target& target, const Keys& keys);
    bool set_entry();
    void note_line(SettingsField field) { settings_.line_of(field) = line_number_; }
    void note_line(ServiceField) {}

    TextBuffer& complain(std::size_t line);
    bool refuse(std::size_t line, const char* reason);

    const ConfigSource& source_;
    ProviderSettings& settings_;
    ServiceList& services_;
    TextBuffer& message_;

    std::size_t line_number_ = 0;
    ConfigLine line_;
    Section section_ = Section::none;
    bool had_provider_section_ = false;
    /// The service of the current section.
    ListedService service_;
};

bool Parser::run() {
    std::string_view rest = source_.text;
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (begins_with(rest, byte_order_mark)) rest = slice(rest, byte_order_mark.size());
    while (!rest.empty()) {
        const std::string_view text = split_line(rest);
        ++line_number_;
        const char* reason = parse_config_line(text, line_);
        if (reason != nullptr) return refuse(line_number_, reason);
        if (line_.kind == ConfigLineKind::section && !open_section()) return false;
        if (line_.kind == ConfigLineKind::entry && !set_entry()) return false;
    }
    return close_section();
}

std::string_view Parser::split_line(std::string_view& rest) {
    const std::size_t end = rest.find('\n');
    std::string_view line = slice(rest, 0, end);
    rest = slice(rest, line.size() + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

bool Parser::open_section() {
    if (!close_section()) return false;
    if (line_.word == "service") {
        section_ = Section::service;
        service_ = {Service{}, line_number_};
        return true;
    }
    if (line_.word != "provider") {
        complain(line_number_).append("unknown section ");
        append_cited(message_, line_.word);
        return false;
    }
    if (had_provider_section_) return refuse(line_number_, "there is a section [provider] already");
    had_provider_section_ = true;
    section_ = Section::provider;
    return true;
}

bool Parser::close_section() {
    if (section_ != Section::service) return true;
    Service& service = service_.service;
    if (!is_set(service, ServiceField::type)) {
        return refuse(service_.line, "this service has no type");
    }
    if (!is_set(service, ServiceField::port)) {
        return refuse(service_.line, "this service has no port");
    }
    if (!is_set(service, ServiceField::name)) {
        const char* reason = set_field(service, ServiceField::name, source_.default_name);
        if (reason != nullptr) {
            complain(service_.line)
                .append("this service has no name, and the host's will not do: ");
            message_.append(reason);
            return false;
        }
    }
    const ServiceError error = services_.add(service_);
    if (error == ServiceError::no_memory) message_.fail();
    return error == ServiceError::none || refuse(service_.line, to_text(error));
}

bool Parser::set_entry() {
    switch (section_) {
        case Section::provider:
            // The system would take a name with a NUL for a shorter one.
            if (line_.value.view().find('\0') != std::string_view::npos) {
                return refuse(line_number_, "a setting must not hold a NUL byte");
            }
            return set(settings_, provider_keys);
        case Section::service:
            return set(service_.service, service_keys);
        case Section::none:
            break;
    }
    return refuse(line_number_, "this stands before the first section");
}

template <class Target, class Keys>
bool Parser::set(Target& target, const Keys& keys) {
    for (const auto& key : keys) {
        if (line_.word != key.name) continue;
        if (is_set(target, key.field)) {
            complain(line_number_);
            append_cited(message_, key.name);
            message_.append(" is given twice in this section");
            return false;
        }
        const char* reason = set_field(target, key.field, line_.value.view());
        if (reason == nullptr) {
            note_line(key.field);
            return true;
        }
        append_bad_value(complain(line_number_), key.name, line_.value.view(), reason);
        return false;
    }
    complain(line_number_).append("unknown key ");
    append_cited(message_, line_.word);
    return false;
}

TextBuffer& Parser::complain(std::size_t line) {
    append_position(message_, source_.file_name, line);
    return message_;
}

bool Parser::refuse(std::size_t line, const char* reason) {
    complain(line).append(reason);
    return false;
}

}  // namespace

bool parse_config(const ConfigSource& source, ProviderSettings& settings, ServiceList& services,
                  TextBuffer& message) {
    return Parser(source, settings, services, message).run();
}

}  // namespace mpdisc::cli
