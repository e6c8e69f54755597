// SPDX-License-Identifier: MIT
#include "cli/trace.h"

#include <algorithm>
#include <cstddef>

#include "cli/escape.h"
#include "mpdisc/message_description.h"
#include "mpdisc/poll.h"
#include "mpdisc/text.h"
#include "program/console.h"

namespace mpdisc::cli {
namespace {

/// A datagram may have thousands of fields. Nobody reads so many.
constexpr int shown_fields_max = 512;
constexpr std::size_t shown_bytes_max = 128;
constexpr std::size_t bytes_a_line = 16;

void append_padded(TextBuffer& out, std::uint64_t number, unsigned base, std::size_t width) {
    const NumberText digits(number, base);
    out.append_repeated('0', width - std::min(width, digits.view().size())).append(digits.view());
}

void append_seconds(TextBuffer& out, TimeUs time_us) {
    out.append_number(time_us / 1'000'000).append(".");
    append_padded(out, time_us % 1'000'000, 10, 6);
}

bool is_outgoing(TracedDatagram::Fate fate) {
    return fate == TracedDatagram::Fate::sent || fate == TracedDatagram::Fate::not_sent;
}

void append_type(TextBuffer& out, const MessageDescription& message) {
    if (!message.is_message()) return static_cast<void>(out.append("no message"));
    out.append(message.type());
    if (message.type().empty()) out.append("type ").append_number(message.type_number());
    out.append(" ");
    append_padded(out, message.transaction_id(), 16, 16);
}

/// How it was sent or received, and what it is.
void append_head(TextBuffer& out, TimeUs age_us, const TracedDatagram& datagram,
                 const MessageDescription& message) {
    append_seconds(out, age_us);
    out.append(is_outgoing(datagram.fate) ? " > " : " < ");
    out.append(to_text(datagram.peer.address, {}, datagram.peer.port).view());
    if (!datagram.interface_name.empty()) {
        out.append(" ");
        append_escaped_word(out, datagram.interface_name);
    }
    out.append(" ").append_number(datagram.bytes.size()).append(" bytes ");
    append_type(out, message);
    out.append("\n");
}

/// What is wrong with it.
void append_fate(TextBuffer& out, const TracedDatagram& datagram,
                 const MessageDescription& message) {
    if (datagram.fate == TracedDatagram::Fate::not_sent) {
        out.append("  not sent: the system refused it\n");
    }
    if (datagram.fate == TracedDatagram::Fate::dropped) {
        out.append("  dropped: ").append(to_text(datagram.reason)).append("\n");
    }
    if (datagram.is_cut) out.append("  malformed: it is too long, and cut here\n");
    if (message.fault() == nullptr || datagram.is_cut) return;
    out.append("  malformed: ").append(message.fault()).append("\n");
}

void append_fields(TextBuffer& out, MessageDescription& message) {
    DescribedField field;
    for (int n = 0; message.next(field); ++n) {
        if (n == shown_fields_max) return static_cast<void>(out.append("  ...\n"));
        out.append(field.is_inner ? "    " : "  ").append(field.name.view());
        if (!field.value.empty()) out.append(" ");
        append_escaped(out, field.value.view());
        out.append("\n");
    }
}

void append_bytes(TextBuffer& out, std::span<const std::uint8_t> bytes) {
    const std::size_t shown = std::min(bytes.size(), shown_bytes_max);
    for (std::size_t n = 0; n < shown; ++n) {
        if (n % bytes_a_line == 0) {
            out.append(n == 0 ? "  " : "\n  ");
            append_padded(out, n, 16, 4);
            out.append(" ");
        }
        out.append(" ");
        append_padded(out, bytes[n], 16, 2);
    }
    if (shown < bytes.size()) out.append(" ...");
    if (shown != 0) out.append("\n");
}

void print_datagram(void* start_us, const TracedDatagram& datagram) {
    const TimeUs age_us = monotonic_us() - *static_cast<const TimeUs*>(start_us);
    TextBuffer text;
    append_datagram(text, age_us, datagram);
    static_cast<void>(write_all(StandardStream::error, text.view()));
}

}  // namespace

bool begin_trace(TimeUs& start_us) {
    start_us = monotonic_us();
    return true;
}

DatagramTrace trace_since(const TimeUs& start_us) {
    if (start_us == 0) return {};
    return {print_datagram, const_cast<TimeUs*>(&start_us)};
}

void append_datagram(TextBuffer& out, TimeUs age_us, const TracedDatagram& datagram) {
    MessageDescription message(datagram.bytes);
    append_head(out, age_us, datagram, message);
    append_fate(out, datagram, message);
    append_fields(out, message);
    if (message.fault() != nullptr) append_bytes(out, datagram.bytes);
}

}  // namespace mpdisc::cli
