// SPDX-License-Identifier: MIT
#include "cli/screen_text.h"

#include "tests/unit/cli/sample.h"

namespace mpdisc::cli {
namespace {

std::string drawn(std::string_view lines, std::string_view status, TerminalSize size) {
    TextBuffer out;
    append_screen(out, {lines, status}, size);
    return text_of(out);
}

TEST(ScreenText, DrawsLinesFromTheTopAndTheStatusAtTheBottom) {
    EXPECT_EQ(drawn("one\ntwo\n", "ok", {5, 10}),
              "\x1b[Hone\x1b[K\r\ntwo\x1b[K\r\n\x1b[J\x1b[10;1H\x1b[7mok   \x1b[0m");
    EXPECT_EQ(drawn("", "ok", {2, 24}), "\x1b[H\x1b[J\x1b[24;1H\x1b[7mok\x1b[0m");
}

TEST(ScreenText, TellsHowManyLinesAreLeftOut) {
    EXPECT_EQ(drawn("1\n2\n3\n", "", {20, 4}).find("more"), std::string::npos);
    const std::string three = drawn("1\n2\n3\n4\n", "", {20, 4});
    EXPECT_EQ(three.substr(0, three.find("\x1b[J")),
              "\x1b[H1\x1b[K\r\n2\x1b[K\r\n... and 2 more\x1b[K\r\n");
    const std::string one = drawn("1\n2\n", "", {20, 2});
    EXPECT_EQ(one.substr(0, one.find("\x1b[J")), "\x1b[H... and 2 more\x1b[K\r\n");
    EXPECT_EQ(drawn("1\n2\n", "x", {1, 1}), "\x1b[H\x1b[J\x1b[1;1H\x1b[7mx\x1b[0m");
}

TEST(ScreenText, CutsLinesByTheirCells) {
    const std::string wide = "\xe4\xb8\x96\xe7\x95\x8c\xe4\xb8\x96";  // six cells
    EXPECT_NE(drawn(wide + "\n", "", {6, 2}).find("\x1b[H" + wide + "\x1b[K"), std::string::npos);
    EXPECT_NE(
        drawn(wide + "\n", "", {5, 2}).find("\x1b[H\xe4\xb8\x96\xe7\x95\x8c\xe2\x80\xa6\x1b[K"),
        std::string::npos);
    EXPECT_NE(drawn("ab\\0033cd\n", "", {6, 2}).find("\x1b[Hab\xe2\x80\xa6\x1b[K"),
              std::string::npos)
        << "no part of an escape";
    EXPECT_NE(drawn("", "a long status", {4, 2}).find("\x1b[7ma l\xe2\x80\xa6\x1b[0m"),
              std::string::npos);
}

TEST(ScreenText, KeepsTheStylesOfLinesThatAreCut) {
    EXPECT_NE(drawn("\x1b[32m+ abcdef\x1b[0m\n", "", {4, 2})
                  .find("\x1b[H\x1b[32m+ a\xe2\x80\xa6\x1b[0m\x1b[K"),
              std::string::npos);
    EXPECT_NE(drawn("ab\x1b[1mcd\x1b[0mef\n", "", {2, 2}).find("\x1b[Hab\x1b[1m\x1b[0m\x1b[K"),
              std::string::npos);
}

}  // namespace
}  // namespace mpdisc::cli
