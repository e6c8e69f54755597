// SPDX-License-Identifier: MIT
#include "cli/explain_output.h"

#include "cli/json.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {
namespace {

const char* to_text(FindingKind kind) {
    return nth_text("result\0cause\0note", static_cast<std::size_t>(kind));
}

}  // namespace

void ExplainOutput::add(FindingKind kind, const char* code, const char* advice) {
    if (!text_.ok()) return out_.fail();
    if (kind == FindingKind::cause) ++causes_;
    switch (format_) {
        case FormatKind::json:
            add_json(kind, code, advice);
            break;
        case FormatKind::tsv:
            add_tsv(kind, code, advice);
            break;
        default:
            add_for_people(kind, advice);
            break;
    }
    text_.clear();
}

void ExplainOutput::add_for_people(FindingKind kind, const char* advice) {
    if (kind == FindingKind::cause) out_.append_number(causes_).append(". ");
    if (kind == FindingKind::note) out_.append("Note: ");
    out_.append(text_.view()).append("\n");
    if (*advice != '\0') out_.append("   -> ").append(advice).append("\n");
}

void ExplainOutput::add_tsv(FindingKind kind, const char* code, const char* advice) {
    out_.append(to_text(kind)).append("\t").append(code).append("\t");
    out_.append(text_.view()).append("\t").append(advice).append("\n");
}

void ExplainOutput::add_json(FindingKind kind, const char* code, const char* advice) {
    out_.append("{\"kind\":");
    append_json_string(out_, to_text(kind));
    out_.append(",\"code\":");
    append_json_string(out_, code);
    out_.append(",\"text\":");
    append_json_string(out_, text_.view());
    out_.append(",\"advice\":");
    append_json_string(out_, advice);
    out_.append("}\n");
}

}  // namespace mpdisc::cli
