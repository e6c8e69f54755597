// SPDX-License-Identifier: MIT
#include "cli/service_list.h"

#include "cli/fields.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

namespace {

/// In these the case of letters does not matter (RFC 6762, 16).
void append_small(TextBuffer& out, std::string_view text) {
    for (const char c : text) {
        const char small = to_lower(c);
        out.append({&small, 1});
    }
    out.append({"\0", 1});
}

/// Appends a text that sorts as the field does.
void append_key(TextBuffer& out, Field field, const FoundServiceView& found) {
    FieldScratch scratch;
    if (field == Field::address) {
        const auto bytes = found.address.raw();
        out.append(found.address.family == Family::ipv4 ? "4" : "6");
        out.append({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
        return;
    }
    const std::string_view text = field_text(field, found, scratch);
    if (field == Field::port) out.append_repeated('0', 5 - text.size());
    append_small(out, text);
}

/// Makes a global address the one to use, if it has to be. False if there is none.
bool choose_address(FoundServiceView& found) {
    if (!found.address.is_link_local()) return true;
    for (const IpAddress& address : found.addresses) {
        if (address.is_link_local()) continue;
        found.address = address;
        return true;
    }
    return false;
}

bool has_longer_line(std::string_view text, std::size_t line_bytes_max) {
    while (!text.empty()) {
        const std::string_view line = slice(text, 0, text.find('\n'));
        if (line.size() > line_bytes_max) return true;
        text = slice(text, line.size() + 1);
    }
    return false;
}

FormatPart part_of(const IpAddress& address) {
    if (address.is_link_local()) return FormatPart::link_local;
    return address.family == Family::ipv4 ? FormatPart::ipv4 : FormatPart::ipv6;
}

}  // namespace

void append_sort_key(TextBuffer& out, Field first, const FoundServiceView& found) {
    append_key(out, first, found);
    for (const Field field :
         {Field::type, Field::name, Field::host, Field::address, Field::port, Field::provider}) {
        append_key(out, field, found);
    }
}

void ServiceList::add(const FoundServiceView& found) {
    if (format_.file == nullptr || !format_.file->skips_link_local()) return add_row(found);
    FoundServiceView chosen = found;
    if (choose_address(chosen)) add_row(chosen);
}

void ServiceList::add_row(const FoundServiceView& found) {
    TextBuffer group;
    append_group_of(found, group);
    TextBuffer text;
    append_row(text, found);
    if (is_too_long(text.view())) return;
    TextBuffer key;
    if (is_unique()) {
        key.append(text.view());
    } else {
        append_sort_key(key, format_.sort_field, found);
    }
    if (!group.ok() || !key.ok() || !text.ok()) return rows_.fail();
    rows_.add({group.view(), key.view(), text.view()});
}

/// The program that reads the list might take a part of such a line for a line.
bool ServiceList::is_too_long(std::string_view row) const {
    const std::size_t most = format_.file == nullptr ? 0 : format_.file->line_bytes_max();
    return most != 0 && has_longer_line(row, most);
}

void ServiceList::append_group_of(const FoundServiceView& found, TextBuffer& out) const {
    if (format_.file == nullptr) return;
    switch (format_.file->grouping()) {
        case Grouping::none:
            return;
        case Grouping::type:
            return append_small(out, found.service.type);
        case Grouping::host:
            return append_small(out, found.host);
    }
}

void ServiceList::append_row(TextBuffer& out, const FoundServiceView& found) const {
    if (format_.file == nullptr) return append_service(out, format_, found);
    const FormatFile& file = *format_.file;
    TextBuffer attributes;
    TextBuffer addresses;
    TemplateValues values;
    for (auto each = found.service.attributes.begin(); each != found.service.attributes.end();
         ++each) {
        values.attribute = *each;
        values.pair = each.text();
        file.append(attributes, FormatPart::attribute, found, values);
    }
    for (const IpAddress& address : found.addresses) {
        FoundServiceView at_address = found;
        at_address.address = address;
        file.append(addresses, part_of(address), at_address);
    }
    if (file.has(FormatPart::attribute)) values.attributes = &attributes;
    if (file.has_addresses()) values.addresses = &addresses;
    file.append(out, FormatPart::row, found, values);
}

/// A type that was asked for has a group, even if there is no such service: the program that reads
/// the list may need it.
void ServiceList::add_wanted_groups() {
    if (format_.file->grouping() != Grouping::type) return;
    for (const std::string_view type : format_.wanted_types) {
        FoundServiceView wanted;
        wanted.service.type = type;
        TextBuffer group;
        append_group_of(wanted, group);
        if (!group.ok()) return rows_.fail();
        rows_.add({group.view(), {}, {}});
    }
}

void ServiceList::append_to(TextBuffer& out) {
    if (format_.file == nullptr) {
        rows_.sort();
        for (std::size_t n = 0; n < rows_.size(); ++n) out.append(rows_[n].text);
    } else {
        add_wanted_groups();
        rows_.sort();
        append_grouped(out);
    }
    if (!rows_.ok()) out.fail();
    rows_.clear();
}

/// The fields of a group are those that its services have in common.
FoundServiceView ServiceList::group_fields(std::string_view group) const {
    FoundServiceView fields;
    const std::string_view text = slice(group, 0, group.find('\0'));
    (format_.file->grouping() == Grouping::type ? fields.service.type : fields.host) = text;
    return fields;
}

void ServiceList::append_grouped(TextBuffer& out) const {
    const FormatFile& file = *format_.file;
    FoundServiceView group;
    bool is_first_row = true;
    file.append(out, FormatPart::begin, {});
    for (std::size_t n = 0; n < rows_.size(); ++n) {
        const SortedRows::Row row = rows_[n];
        const bool begins_group = n == 0 || row.group != rows_[n - 1].group;
        if (begins_group) {
            if (n != 0) {
                file.append(out, FormatPart::group_end, group);
                file.append(out, FormatPart::group_separator, group);
            }
            group = group_fields(row.group);
            file.append(out, FormatPart::group_begin, group);
            is_first_row = true;
        }
        const bool is_equal = !begins_group && is_unique() && row.text == rows_[n - 1].text;
        if (row.key.empty() || is_equal) continue;
        if (!is_first_row) file.append(out, FormatPart::separator, group);
        is_first_row = false;
        out.append(row.text);
    }
    if (rows_.size() != 0) file.append(out, FormatPart::group_end, group);
    file.append(out, FormatPart::end, {});
}

}  // namespace mpdisc::cli
