// SPDX-License-Identifier: MIT
#pragma once

#include "cli/text_buffer.h"
#include "mpdisc/trace.h"
#include "mpdisc/types.h"

/// The trace of --trace: what each datagram says, on stderr.
namespace mpdisc::cli {

/// `start_us` becomes the time from which the trace counts. False if this build has no trace.
[[nodiscard]] bool begin_trace(TimeUs& start_us);

/// What shows the datagrams of a client on stderr, without buffering. `start_us` must outlive it;
/// 0: it shows nothing.
[[nodiscard]] DatagramTrace trace_since(const TimeUs& start_us);

/// Describes a datagram in whole lines (mpdisc-probe.1, TRACE). `age_us`: since the trace began.
/// Whatever the datagram contains, a terminal may show the text.
void append_datagram(TextBuffer& out, TimeUs age_us, const TracedDatagram& datagram);

}  // namespace mpdisc::cli
