# SPDX-License-Identifier: MIT
#
# Builds for Linux on another processor, with Debian's cross compilers, and QEMU to run the tests:
#
#   cmake -DCMAKE_TOOLCHAIN_FILE=contrib/cmake/linux-cross.cmake -DCROSS_COMPILE=s390x-linux-gnu-

set(CROSS_COMPILE "" CACHE STRING "What the compiler's name begins with")
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES CROSS_COMPILE)
if(NOT CROSS_COMPILE MATCHES "([a-z0-9_]+)-[^/]*-$")
  message(FATAL_ERROR "CROSS_COMPILE is to be set, as s390x-linux-gnu-")
endif()

set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR ${CMAKE_MATCH_1})
find_program(CMAKE_C_COMPILER ${CROSS_COMPILE}gcc REQUIRED)
find_program(CMAKE_CXX_COMPILER ${CROSS_COMPILE}g++ REQUIRED)

# For this processor GCC notes an ABI change of ten years ago.
if(CMAKE_SYSTEM_PROCESSOR STREQUAL arm)
  add_compile_options(-Wno-psabi)
endif()

# Debian's directory of that processor's libraries.
string(REGEX REPLACE "^.*/|-$" "" triplet ${CROSS_COMPILE})
set(root /usr/${triplet})

# QEMU's name of the processor.
string(REGEX REPLACE "^powerpc" "ppc" qemu_processor ${CMAKE_SYSTEM_PROCESSOR})
find_program(qemu NAMES qemu-${qemu_processor}-static qemu-${qemu_processor})
if(qemu)
  set(CMAKE_CROSSCOMPILING_EMULATOR ${qemu} -L ${root})
endif()

set(CMAKE_FIND_ROOT_PATH ${root})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
