// SPDX-License-Identifier: MIT
#include "key_file.h"

namespace mpdisc::platform {
namespace {

TEST_F(KeyFile, IsReadWhole) {
    EXPECT_EQ(error(), KeyError::none);
    EXPECT_EQ(std::string(room.data(), size), "secret");
    write("");
    EXPECT_EQ(error(), KeyError::none);
    EXPECT_EQ(size, 0U);
    write(std::string(64, 'x'));
    EXPECT_EQ(error(), KeyError::none);
    EXPECT_EQ(size, 64U);
    write(std::string(65, 'x'));
    EXPECT_EQ(error(), KeyError::file_too_large);
}

TEST_F(KeyFile, MustNotBeADirectory) {
    EXPECT_EQ(read(testing::TempDir()).error, KeyError::not_regular);
}

}  // namespace
}  // namespace mpdisc::platform
