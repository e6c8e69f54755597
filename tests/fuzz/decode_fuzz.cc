// SPDX-License-Identifier: MIT
//
// Decodes a datagram, encodes the message again, and expects that it decodes to the same message.
// Also describes the datagram for people.
#include "cli/trace.h"
#include "mpdisc/message_description.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/text_checks.h"
#include "tests/vectors/any_message.h"

namespace mpdisc::testing {
namespace {

/// Only status responses may hold what their encoder does not write: services before the first
/// provider, and a page number without room for it.
bool must_be_encoded(const Decoded& decoded) {
    return decoded.header.type != wire::MessageType::status_response;
}

void check(wire::Bytes datagram) {
    const Decoded decoded = decode_any(datagram);
    if (!decoded.ok()) return;
    const Datagram again = encode_any(decoded);
    if (again.empty()) {
        EXPECT_FALSE(must_be_encoded(decoded));
        return;
    }
    const Decoded decoded_again = decode_any(again);
    expect_same(decoded, decoded_again);
    EXPECT_EQ(encode_any(decoded_again), again) << "a message has only one encoding";
}

/// Whatever came, the trace is whole lines that a terminal may show.
void check_trace(wire::Bytes datagram) {
    EXPECT_EQ(MessageDescription(datagram).fault() == nullptr, decode_any(datagram).ok());
    TracedDatagram traced;
    traced.fate = TracedDatagram::Fate::received;
    traced.bytes = datagram;
    cli::TextBuffer text;
    cli::append_datagram(text, 0, traced);
    EXPECT_TRUE(text.view().ends_with('\n'));
    EXPECT_TRUE(fuzz::is_safe(text.view(), "\n"));
}

}  // namespace
}  // namespace mpdisc::testing

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    mpdisc::testing::check({bytes, size});
    mpdisc::testing::check_trace({bytes, size});
    return 0;
}
