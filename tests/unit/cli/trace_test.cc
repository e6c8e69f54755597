// SPDX-License-Identifier: MIT
//
// The lines of --trace.
#include "cli/trace.h"

#include "tests/vectors/fields.h"

namespace mpdisc::cli {
namespace {

using testing::Datagram;
using testing::load_vector;

TracedDatagram traced(const Datagram& bytes, TracedDatagram::Fate fate) {
    TracedDatagram datagram;
    datagram.fate = fate;
    datagram.peer = {IpAddress::v4(192, 0, 2, 1), 0, 6737};
    datagram.interface_name = "eth0";
    datagram.bytes = bytes;
    return datagram;
}

std::string lines(const TracedDatagram& datagram, TimeUs age_us = 1'000'042) {
    TextBuffer text;
    append_datagram(text, age_us, datagram);
    return std::string(text.view());
}

TEST(Trace, shows_what_was_sent_with_its_fields) {
    const Datagram request = load_vector("status_request_page");
    EXPECT_EQ(lines(traced(request, TracedDatagram::Fate::sent)),
              "1.000042 > 192.0.2.1:6737 eth0 24 bytes STATUS_REQUEST 15d7a0cc48e2396c\n"
              "  PAGE 513\n");
}

TEST(Trace, indents_the_fields_of_a_service) {
    const Datagram answer = load_vector("service_advertisement");
    const std::string text = lines(traced(answer, TracedDatagram::Fate::received), 7);
    EXPECT_EQ(text.find("0.000007 < 192.0.2.1:6737 eth0 161 bytes SERVICE_ADVERTISEMENT "
                        "5d2e8f1a90c3b764\n  ATTEMPT 1\n"),
              0U)
        << text;
    const std::string service =
        "  SERVICE\n    INSTANCE_NAME Front desk\n    SERVICE_TYPE _ipp._tcp\n    PORT 631\n"
        "    ATTRIBUTES \"rp=printers/1\" \"color\"\n";
    EXPECT_TRUE(text.ends_with(service)) << text;
}

TEST(Trace, says_what_became_of_a_datagram) {
    const Datagram request = load_vector("status_request");
    TracedDatagram datagram = traced(request, TracedDatagram::Fate::not_sent);
    datagram.interface_name = {};
    EXPECT_EQ(lines(datagram),
              "1.000042 > 192.0.2.1:6737 24 bytes STATUS_REQUEST 15d7a0cc48e2396b\n"
              "  not sent: the system refused it\n  PAGE 0\n");
    datagram = traced(request, TracedDatagram::Fate::dropped);
    datagram.reason = Counter::drop_unauthenticated;
    EXPECT_EQ(lines(datagram),
              "1.000042 < 192.0.2.1:6737 eth0 24 bytes STATUS_REQUEST 15d7a0cc48e2396b\n"
              "  dropped: drop-unauthenticated\n  PAGE 0\n");
}

TEST(Trace, shows_the_bytes_of_a_malformed_datagram_up_to_a_bound) {
    EXPECT_EQ(lines(traced(Datagram(20, 0x1b), TracedDatagram::Fate::received)),
              "1.000042 < 192.0.2.1:6737 eth0 20 bytes no message\n"
              "  malformed: it does not begin with MPD1\n"
              "  0000  1b 1b 1b 1b 1b 1b 1b 1b 1b 1b 1b 1b 1b 1b 1b 1b\n"
              "  0010  1b 1b 1b 1b\n");
    const std::string large = lines(traced(Datagram(60'000, 0), TracedDatagram::Fate::received));
    EXPECT_TRUE(large.ends_with("  0070  00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 ...\n"));
    EXPECT_LT(large.size(), 1'000U);
    EXPECT_EQ(lines(traced({}, TracedDatagram::Fate::received)),
              "1.000042 < 192.0.2.1:6737 eth0 0 bytes no message\n"
              "  malformed: it is shorter than a header\n");
}

TEST(Trace, says_that_a_datagram_was_too_long) {
    const Datagram beginning(40, 0);
    TracedDatagram datagram = traced(beginning, TracedDatagram::Fate::dropped);
    datagram.is_cut = true;
    EXPECT_NE(lines(datagram).find("  malformed: it is too long, and cut here\n  0000"),
              std::string::npos);
}

TEST(Trace, names_an_unknown_type_by_its_number) {
    Datagram message = load_vector("status_request");
    message[4] = 99;
    EXPECT_EQ(lines(traced(message, TracedDatagram::Fate::received))
                  .find("1.000042 < 192.0.2.1:6737 eth0 24 bytes type 99 15d7a0cc48e2396b\n"
                        "  malformed: its type is unknown\n  PAGE 0\n  0000"),
              0U);
}

TEST(Trace, escapes_what_a_terminal_would_take_for_a_command) {
    const Datagram hostile =
        testing::with_fields(load_vector("service_advertisement"),
                             {{3, testing::bytes_of("\x1b[2J\n1.0 < forged \xff\xe2\x80\xae")}});
    const std::string text = lines(traced(hostile, TracedDatagram::Fate::received));
    EXPECT_NE(text.find("\n  HOST_NAME \\0033[2J\\n1.0 < forged \\0377\\0342\\0200\\0256\n"),
              std::string::npos)
        << text;
}

TEST(Trace, shows_at_most_512_fields) {
    testing::RawFields fields(600, {29, {}});
    const Datagram many = testing::with_fields(load_vector("status_request_page"), fields);
    const std::string text = lines(traced(many, TracedDatagram::Fate::received));
    EXPECT_NE(text.find("  PADDING 0 bytes\n  ...\n  0000"), std::string::npos);
    EXPECT_LT(std::count(text.begin(), text.end(), '\n'), 530);
}

TEST(Trace, begins_with_the_option) {
    TimeUs start_us = 0;
    EXPECT_EQ(trace_since(start_us).on_datagram, nullptr);
    EXPECT_TRUE(begin_trace(start_us));
    EXPECT_NE(trace_since(start_us).on_datagram, nullptr);
}

}  // namespace
}  // namespace mpdisc::cli
