// SPDX-License-Identifier: MIT
#include "cli/escaper.h"
#include "tests/unit/cli/sample.h"

namespace mpdisc::cli {
namespace {

TEST(Escaper, GivesAShellOneWord) {
    for (const std::string& value : hostile_values) {
        TextBuffer word;
        append_escaped_for(word, Escaper::sh, value);
        word.append("\n");
        EXPECT_EQ(run_shell("read -r line; eval \"set -- $line\"; echo $#", text_of(word)), "1\n")
            << word.view();
    }
}

}  // namespace
}  // namespace mpdisc::cli
