# SPDX-License-Identifier: MIT
#
# Builds for Windows on another system: cmake -DCMAKE_TOOLCHAIN_FILE=contrib/cmake/mingw-w64.cmake
# Uses MinGW-w64, with POSIX threads if there are two variants, and Wine to run the programs.

set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(MINGW x86_64-w64-mingw32 CACHE STRING "What MinGW-w64 calls its tools")

find_program(CMAKE_C_COMPILER NAMES ${MINGW}-gcc-posix ${MINGW}-gcc REQUIRED)
find_program(CMAKE_CXX_COMPILER NAMES ${MINGW}-g++-posix ${MINGW}-g++ REQUIRED)
set(CMAKE_CROSSCOMPILING_EMULATOR wine)

set(CMAKE_FIND_ROOT_PATH /usr/${MINGW})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
