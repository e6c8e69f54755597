# SPDX-License-Identifier: MIT
#
# What STATIC, MINIMAL, CROSS_COMPILE and SYSROOT make of the tools, the flags, the files and the directory.
# A part of the Makefile, which says what each is for; the lists are those of src/sources.mk.

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

# For which system: this one, unless the compiler is another's.
ifneq ($(CROSS_COMPILE),)
  target := $(shell $(CXX) -dumpmachine)
  SYSTEM ?= $(if $(findstring linux,$(target)),Linux,$(or $(target),what $(CXX) makes))
else
  SYSTEM ?= $(shell uname -s)
endif

# --- Static programs ---------------------------------------------------------------------------

# With musl, for glibc's are six times as large. Where the compiler has no musl of its own, Debian's
# musl-gcc adds it: to GCC for C, which is given the headers of C++ and the kernel's. That is enough
# for a program that has no need of the C++ library.
MUSL_GCC ?= musl-gcc
ifneq ($(STATIC),)
  ifeq ($(CROSS_COMPILE)$(findstring musl,$(shell $(CXX) -dumpmachine 2>/dev/null)),)
    uses_musl_gcc := yes
  endif
endif

ifneq ($(uses_musl_gcc),)
  # As GCC for C++ looks for headers: first those of C++, then, behind musl's, the system's.
  # Found out when something is compiled, and once: the compilers may be installed by then only.
  header_directories = $(eval header_directories := $(shell \
	gcc -x c++ -E -Wp,-v /dev/null 2>&1 >/dev/null | sed -n 's|^ /|/|p'))$(header_directories)
  cxx_directories     = $(foreach d,$(header_directories),$(if $(findstring /c++/,$d),$d))
  system_directories  = $(filter /usr/include%,$(filter-out $(cxx_directories),$(header_directories)))
  compiler_command    = $(MUSL_GCC) -x c++ $(addprefix -isystem ,$(cxx_directories)) \
	$(addprefix -idirafter ,$(system_directories)) '-D__GLIBC_PREREQ(a,b)=0'
  linker_command     := $(MUSL_GCC)
  # What relocates a program that has no loader: musl-gcc knows where it is, and does not use it.
  # Looked for when it is linked, since musl-gcc may be installed by then only.
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

# --- Minimal programs --------------------------------------------------------------------------

# The words that src/sources.mk leaves to its readers.
size    := $(if $(MINIMAL),MINIMAL,FULL)
linkage := $(if $(STATIC)$(filter -static -static-pie,$(LDFLAGS)),STATIC,DYNAMIC)

# What clang makes of the same flags, only a linker of its own can link.
ifneq ($(MINIMAL),)
  ifneq ($(uses_musl_gcc)$(if $(is_clang),,yes),)
    FLAGS_COMPILE += $(FLAGS_COMPILE_MINIMAL) $(FLAGS_LIBRARY_MINIMAL) $(if \
	$(STATIC),,$(FLAGS_COMPILE_MINIMAL_DYNAMIC))
    minimal_link  := $(FLAGS_LINK_MINIMAL)
    # The linker asks for what the C++ library throws with before it has seen that nobody calls it.
    # So that library is not there; libgcc does what a processor cannot.
    ifeq ($(uses_musl_gcc),)
      minimal_link   += -nodefaultlibs
      link_libraries := $(if $(STATIC),-Wl$(comma)--start-group -lc -lgcc -lgcc_eh \
	-Wl$(comma)--end-group,-lc -lgcc)
    else
      minimal_link   += $(FLAGS_LINK_MINIMAL_MUSL)
    endif
  endif
endif

# --- Where what is built goes ------------------------------------------------------------------

variant := $(subst $() ,-,$(strip $(patsubst %-,%,$(notdir $(CROSS_COMPILE))) $(if $(STATIC),static) \
	$(if $(MINIMAL),minimal)))
BUILD ?= build$(addprefix /,$(variant))
