# SPDX-License-Identifier: MIT
#
# A part of the Makefile: chooses the tools, the flags, the sources and the build directory by STATIC,
# MINIMAL, CROSS_COMPILE and SYSROOT. The Makefile describes these variables. The lists are in
# src/sources.mk.

comma := ,

# --- Tools for other processors ----------------------------------------------------------------

ifneq ($(CROSS_COMPILE),)
  ifneq ($(filter default undefined,$(origin CXX)),)
    CXX := $(CROSS_COMPILE)g++
  endif
  ifneq ($(filter default undefined,$(origin AR)),)
    AR := $(CROSS_COMPILE)ar
  endif
  STRIP ?= $(CROSS_COMPILE)strip
endif
STRIP ?= strip

compiler := $(firstword $(CXX))
is_clang := $(filter clang++%,$(notdir $(compiler)))
sysroot_flag := $(if $(SYSROOT),--sysroot='$(SYSROOT)')

# The system that the programs are for. A cross compiler tells it.
ifneq ($(CROSS_COMPILE),)
  target := $(shell $(CXX) -dumpmachine)
  SYSTEM ?= $(if $(findstring linux,$(target)),Linux,$(or $(target),the system of $(CXX)))
else
  SYSTEM ?= $(shell uname -s)
endif

# --- Static programs ---------------------------------------------------------------------------

# Static programs use musl, because glibc would make them six times as large. If the compiler is not
# for musl, Debian's musl-gcc is used instead. It is GCC for C, so it gets the directories of the headers
# of C++ and of the kernel here. That is enough for programs that do not need the C++ library.
MUSL_GCC ?= musl-gcc
ifneq ($(STATIC),)
  compiler_for_musl := $(findstring musl,$(shell $(CXX) -dumpmachine 2>/dev/null))
  uses_musl_gcc     := $(if $(CROSS_COMPILE)$(compiler_for_musl),,yes)
endif

ifneq ($(uses_musl_gcc),)
  # The directories in which GCC looks for headers of C++. The order is: the C++ library's, musl's,
  # the system's. The first compilation looks for them, because a target may install the compilers
  # before it.
  header_directories = $(eval header_directories := $(shell \
	gcc -x c++ -E -Wp,-v /dev/null 2>&1 >/dev/null | sed -n 's|^ /|/|p'))$(header_directories)
  cxx_directories     = $(foreach d,$(header_directories),$(if $(findstring /c++/,$d),$d))
  system_directories  = $(filter /usr/include%,$(filter-out $(cxx_directories),$(header_directories)))
  compiler_command    = $(MUSL_GCC) -x c++ $(addprefix -isystem ,$(cxx_directories)) \
	$(addprefix -idirafter ,$(system_directories)) '-D__GLIBC_PREREQ(a,b)=0'
  linker_command     := $(MUSL_GCC)
  # rcrt1.o relocates a program that has no loader. musl-gcc does not use it, but has crt1.o in the
  # same directory. The directory is found when a program is linked, because a target may install
  # musl-gcc before that.
  hash               := \#
  musl_directory      = $(shell $(MUSL_GCC) '-$(hash)$(hash)$(hash)' Makefile 2>&1 | \
	sed -n 's|.* \([^ ]*/\)S*crt1\.o .*|\1|p')
  static_link         = $(FLAGS_LINK_STATIC_PIE) -nostartfiles \
	$(addprefix $(musl_directory),rcrt1.o crti.o crtn.o)
else
  compiler_command   := $(CXX)
  linker_command     := $(CXX)
  static_link         = $(FLAGS_LINK_STATIC)
endif

# --- Whole and minimal programs ----------------------------------------------------------------

# The words that src/sources.mk leaves to its readers.
size    := $(if $(MINIMAL),MINIMAL,FULL)
linkage := $(if $(STATIC)$(filter -static -static-pie,$(LDFLAGS)),STATIC,DYNAMIC)

# GCC for Linux compiles each program as a whole. clang does not, because only its own linker could
# link the objects.
is_gcc_for_linux := $(if $(filter Linux,$(SYSTEM)),$(if $(uses_musl_gcc),yes,$(if $(is_clang),,yes)))
ifneq ($(is_gcc_for_linux),)
  ifneq ($(MINIMAL),)
    FLAGS_COMPILE += $(FLAGS_COMPILE_MINIMAL)
    minimal_link  := $(FLAGS_LINK_MINIMAL) $(if $(uses_musl_gcc),$(FLAGS_LINK_MINIMAL_MUSL))
    minimal_libc  := $(if $(uses_musl_gcc)$(compiler_for_musl),$(PROGRAM_LIBC_MINIMAL_MUSL))
  endif
  whole_link := $(FLAGS_LINK_WHOLE)
  # musl-gcc is for C, and links no more than the program needs.
  ifeq ($(uses_musl_gcc),)
    link_libraries := $(LIBRARIES_WHOLE)
  endif
endif

# --- The build directory -----------------------------------------------------------------------

variant := $(subst $() ,-,$(strip $(patsubst %-,%,$(notdir $(CROSS_COMPILE))) $(if $(STATIC),static) \
	$(if $(MINIMAL),minimal)))
BUILD ?= build$(addprefix /,$(variant))
