# SPDX-License-Identifier: MIT
#
# "make help" prints the lines that begin with "##"; each stands beside what it is about, and
# "## GROUP:" says which group of them those behind it belong to. tests/lint/help.sh tells of a
# target that has none.

## Build:
## Test:
## Measure:
## Fuzz:
## Variables:
## BUILD=DIRECTORY where what is built goes: build/, or below it for the builds that follow
## STATIC=1        programs that need no library, with musl, in build/static. MUSL_GCC=COMMAND: how
##                 its gcc is called
## MINIMAL=1       the smallest programs that do the work, in build/minimal; mpdisc.7, BUILDS, says
##                 what they lack
## CROSS_COMPILE=aarch64-linux-gnu-   for another processor, by compilers whose names begin like
##                 that. SYSROOT=DIRECTORY: where its headers and libraries are
## SYSTEM=NAME     for another system, by a compiler whose name does not tell
## CXX= CXXFLAGS= CPPFLAGS= LDFLAGS= AR= are yours to set, and for install PREFIX= and DESTDIR=
## V=1             shows the commands
## JOBS=N          how many processors tests use; all, unless set
## Packages:
## demo, check, check-*, windows, fuzz, lossy, flood, amplification, bench-peers, deb and STATIC
## install what they need and lack (apt; as root or through sudo).

PREFIX     ?= /usr/local
BINDIR     ?= $(PREFIX)/bin
SBINDIR    ?= $(PREFIX)/sbin
LIBDIR     ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
MANDIR     ?= $(PREFIX)/share/man
DOCDIR     ?= $(PREFIX)/share/doc/mpdisc
JOBS       ?= $(shell getconf _NPROCESSORS_ONLN)
INSTALL    ?= install

# Targets that are parts of others, which are nobody's to ask for.
parts :=

include src/sources.mk
include src/variants.mk

# Fortification needs optimisation, so whoever chooses the one chooses the other. What follows makes
# a hundredth less of what GCC's -Oz does; clang, which is c++ on some systems, knows none of it.
CXXFLAGS ?= -Oz -D_FORTIFY_SOURCE=2 \
	$(if $(is_clang)$(filter Darwin FreeBSD OpenBSD,$(SYSTEM)),,-fno-move-loop-invariants \
	-fno-tree-loop-im -fno-shrink-wrap -fno-partial-inlining -fno-jump-tables)

# Packages; COMMAND=PACKAGE where the command tells whether it is there.
# clang++ compiles against libstdc++, which comes with g++.
NEEDS_BUILD := $(if $(is_clang),g++ $(compiler)=$(subst ++,,$(notdir $(compiler))),$(compiler)=g++)
NEEDS_CHECK := $(NEEDS_BUILD) cmake libgtest-dev clang-format shellcheck mandoc bats jq perl \
	ip=iproute2 nft=nftables strace systemd-analyze=systemd
NEEDS_CHECK_ALL := $(NEEDS_CHECK) clang++=clang clang-tidy cppcheck pkg-config=pkgconf \
	'$(MUSL_GCC)=musl-tools' dh=debhelper lintian

platform_sources := $(PLATFORM_$(SYSTEM))
ifeq ($(platform_sources),)
  $(error mpdisc has not been ported to $(SYSTEM) yet; platform/*.h says what that takes)
endif
link_flags  = $(LINK_$(SYSTEM)) $(if $(STATIC),$(static_link)) $(minimal_link)
system_libraries := $(LIBRARIES_$(SYSTEM))
link_libraries   += $(system_libraries)
exe := $(if $(filter Windows,$(SYSTEM)),.exe)

# Archives without dates, where ar can be told.
ar_flags := $(if $(filter Darwin,$(SYSTEM)),qcs,qcsD)

ifneq ($(words $(BUILD)),1)
  $(error BUILD is a directory whose name has no blanks, not '$(BUILD)')
endif

# One line for each library and program; compilers speak for themselves.
ifneq ($(V),1)
  MAKEFLAGS += --no-print-directory
  Q := @
  say = @printf '  %-4s %s\n' $(1) $(2)
endif

objects   = $(addprefix $(BUILD)/,$(1:.cc=.o))
core      := $(call objects,$(MPDISC_TYPES) $(MPDISC_WIRE) $(MPDISC_CORE))
library   := $(core) $(call objects,$(MPDISC_RUNTIME) $(platform_sources))
provider  := $(call objects,$(PROGRAM) $(CLI_COMMON) $(CLI_PROVIDER))
probe     := $(call objects,$(PROGRAM) $(CLI_COMMON) $(CLI_PROBE))
libraries := $(BUILD)/libmpdisc.a $(BUILD)/libmpdisc-core.a
programs  := $(BUILD)/mpdisc-provider$(exe) $(BUILD)/mpdisc-probe$(exe)
headers   := $(wildcard include/mpdisc/*.h)
man_pages := $(wildcard man/*.[1-9])
version   := $(shell sed -n 's/^.define MPDISC_VERSION "\(.*\)"/\1/p' include/mpdisc/version.h)

compile = $(compiler_command) -std=c++20 $(sysroot_flag) $(FLAGS_INCLUDE) $(FLAGS_COMPILE) \
	$(if $(STATIC),$(FLAGS_COMPILE_STATIC)) $(FLAGS_WARN) -ffile-prefix-map='$(CURDIR)'=. \
	$(CPPFLAGS) $(CXXFLAGS)
link = $(linker_command) $(sysroot_flag) $(CXXFLAGS) $(link_flags) $(LDFLAGS)

## Build:
## make            the library and both programs, into build/
all: $(libraries) $(programs)

$(BUILD)/%.o: %.cc Makefile src/sources.mk src/variants.mk | $(if $(uses_musl_gcc),musl)
	$(Q)mkdir -p $(@D)
	$(Q)$(compile) -MMD -MP -c -o $@ $<

$(BUILD)/libmpdisc.a: $(library)
$(BUILD)/libmpdisc-core.a: $(core)
$(libraries):
	$(call say,AR,$@)
	$(Q)rm -f $@
	$(Q)$(AR) $(ar_flags) $@ $^

$(BUILD)/mpdisc-provider$(exe): $(provider)
$(BUILD)/mpdisc-probe$(exe): $(probe)
$(programs): $(BUILD)/libmpdisc.a
	$(call say,LINK,$@)
	$(Q)$(link) -o $@ $(filter %.o,$^) $(BUILD)/libmpdisc.a $(link_libraries)

musl:
	$(Q)tests/support/install-needs.sh $(NEEDS_BUILD) '$(MUSL_GCC)=musl-tools'
parts += musl

## Build:
## help            prints this
help:
	@awk '/^## [A-Z][a-z]*:$$/ { group = $$2; if (!is_known[group]++) order[++groups] = group; next } \
		/^## / { text[group] = text[group] " " substr($$0, 3) "\n" } \
		END { for (i = 1; i <= groups; i++) print order[i] "\n" text[order[i]] }' \
		$(filter Makefile %.mk,$(MAKEFILE_LIST))

## Test:
## demo            shows what mpdisc does, on this machine alone
demo:
	$(Q)tests/support/install-needs.sh $(NEEDS_BUILD)
	$(Q)$(MAKE) all
	$(Q)MPDISC_BIN="$(abspath $(BUILD))" tests/demo/demo.sh

# Tests of programs mostly sleep, and those that compute take turns: tests/CMakeLists.txt.
tests_at_once = $(shell expr 3 '*' $(JOBS))
# $(call run_tests,WHICH): of what was built.
run_tests = ctest --test-dir $(BUILD)/check -j $(tests_at_once) $(1) $(if $(T),-R '$(T)') \
	--no-tests=error --output-on-failure --no-label-summary

tests:
	$(Q)cmake -S . -B $(BUILD)/check -DMPDISC_BUILD_TESTS=ON -DCMAKE_BUILD_TYPE=None \
		-DCMAKE_CXX_COMPILER='$(CXX)' -DCMAKE_CXX_FLAGS='$(CPPFLAGS) $(CXXFLAGS)' \
		-DMPDISC_BUDGETED_FLAGS=$(if $(is_clang)$(filter-out file,$(origin CXXFLAGS)),OFF,ON) \
		-DCMAKE_EXE_LINKER_FLAGS='$(LDFLAGS)' -DCMAKE_COMPILE_WARNING_AS_ERROR=ON
	$(Q)env -u MAKEFLAGS -u MAKELEVEL cmake --build $(BUILD)/check -j $(JOBS)
parts += tests

## Test:
## check           builds all tests of what mpdisc does, and runs them; T=PATTERN: those whose names
##                 match, as in "make check T=wire" or "make check T='^(unit|sim)/'"
check:
	$(Q)tests/support/install-needs.sh $(NEEDS_CHECK)
	$(Q)$(MAKE) tests
	$(Q)$(call run_tests,-LE '^code$$')

## check-all       what check leaves out: slow tests of the code and of its builds, for other systems
##                 too; T=PATTERN: those for this one whose names match
check-all:
	$(Q)tests/support/install-needs.sh $(NEEDS_CHECK_ALL)
	$(Q)$(MAKE) tests
	$(Q)$(call run_tests,-L '^code$$')
ifeq ($(T),)
	$(Q)$(MAKE) check-cross CROSS=s390x-linux-gnu
	$(Q)$(MAKE) check-windows
endif

# What MinGW-w64 calls its tools, and what brings them.
MINGW         ?= x86_64-w64-mingw32
NEEDS_WINDOWS := $(MINGW)-g++-posix=g++-mingw-w64-x86-64-posix

## Build:
## windows         the library and both programs for Windows, by MinGW-w64, into build/windows/
windows:
	$(Q)tests/support/install-needs.sh $(NEEDS_WINDOWS)
	$(Q)$(MAKE) all SYSTEM=Windows BUILD='$(BUILD)/windows' CXX=$(MINGW)-g++-posix \
		AR=$(MINGW)-ar

## Test:
## check-windows   tests them under Wine, in a few minutes
check-windows:
	$(Q)tests/support/install-needs.sh $(NEEDS_WINDOWS) cmake libgtest-dev wine wine64
	$(Q)cmake -S . -B $(BUILD)/check-windows -DMPDISC_BUILD_TESTS=ON -DCMAKE_BUILD_TYPE=None \
		-DCMAKE_TOOLCHAIN_FILE='$(CURDIR)/contrib/cmake/mingw-w64.cmake' \
		-DCMAKE_CXX_FLAGS='$(CPPFLAGS) $(CXXFLAGS)' -DCMAKE_COMPILE_WARNING_AS_ERROR=ON
	$(Q)env -u MAKEFLAGS -u MAKELEVEL cmake --build $(BUILD)/check-windows -j $(JOBS)
	$(Q)tests/windows/with-wine.sh ctest --test-dir $(BUILD)/check-windows -j $(JOBS) \
		--output-on-failure --no-label-summary

include tests/cross.mk
include tests/measure.mk
include tests/fuzz.mk
include tests/macos.mk

## Test:
## lint            runs the lint scripts, without CMake
lint: all
	$(Q)MPDISC_BIN="$(abspath $(BUILD))" tests/lint/run_all.sh

## Build:
## variants        the static, the minimal and the static minimal build, each in its directory
variants:
	$(Q)$(MAKE) STATIC=1 MINIMAL= BUILD='$(BUILD)/static' all
	$(Q)$(MAKE) STATIC= MINIMAL=1 BUILD='$(BUILD)/minimal' all
	$(Q)$(MAKE) STATIC=1 MINIMAL=1 BUILD='$(BUILD)/static-minimal' all

## size            makes all builds, and shows how large each program is, and may be
size:
	$(Q)$(MAKE) STATIC= MINIMAL= all variants BUILD='$(BUILD)'
	$(Q)MPDISC_BIN="$(abspath $(BUILD))" tests/lint/size.sh

# How others find the library.
finders := $(addprefix $(BUILD)/,mpdisc.pc cmake/mpdisc-config.cmake cmake/mpdisc-config-version.cmake)

$(finders): $(BUILD)/%: contrib/%.in include/mpdisc/version.h
	$(Q)mkdir -p $(@D)
	$(Q)sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' \
		-e 's|@INCLUDEDIR@|$(INCLUDEDIR)|' -e 's|@VERSION@|$(version)|' \
		-e 's|@LIBRARIES@|$(system_libraries)|' $< >$@
parts += $(finders)

## Build:
## install         the programs, the library and the pages; below PREFIX, /usr/local unless set
## install-strip   the same, and the programs without their symbols
## uninstall       removes them again
install: all $(finders)
	$(Q)$(INSTALL) -d "$(DESTDIR)$(BINDIR)" "$(DESTDIR)$(SBINDIR)" \
		"$(DESTDIR)$(LIBDIR)/pkgconfig" "$(DESTDIR)$(LIBDIR)/cmake/mpdisc" \
		"$(DESTDIR)$(INCLUDEDIR)/mpdisc" "$(DESTDIR)$(DOCDIR)/examples"
	$(Q)$(INSTALL) -m 755 $(BUILD)/mpdisc-provider$(exe) "$(DESTDIR)$(SBINDIR)"
	$(Q)$(INSTALL) -m 755 $(BUILD)/mpdisc-probe$(exe) "$(DESTDIR)$(BINDIR)"
	$(Q)$(INSTALL) -m 644 $(BUILD)/libmpdisc.a "$(DESTDIR)$(LIBDIR)"
	$(Q)$(INSTALL) -m 644 $(BUILD)/mpdisc.pc "$(DESTDIR)$(LIBDIR)/pkgconfig"
	$(Q)$(INSTALL) -m 644 $(filter %.cmake,$(finders)) "$(DESTDIR)$(LIBDIR)/cmake/mpdisc"
	$(Q)$(INSTALL) -m 644 $(headers) "$(DESTDIR)$(INCLUDEDIR)/mpdisc"
	$(Q)$(INSTALL) -m 644 contrib/provider.conf.example \
		"$(DESTDIR)$(DOCDIR)/examples/provider.conf"
	$(Q)for page in $(man_pages); do \
		section="$(DESTDIR)$(MANDIR)/man$${page##*.}"; \
		$(INSTALL) -d "$$section" && $(INSTALL) -m 644 $$page "$$section" || exit 1; \
	done

install-strip: install
	$(Q)$(STRIP) "$(DESTDIR)$(SBINDIR)/mpdisc-provider$(exe)" \
		"$(DESTDIR)$(BINDIR)/mpdisc-probe$(exe)"

uninstall:
	$(Q)rm -f "$(DESTDIR)$(SBINDIR)/mpdisc-provider$(exe)" "$(DESTDIR)$(BINDIR)/mpdisc-probe$(exe)" \
		"$(DESTDIR)$(LIBDIR)/libmpdisc.a" "$(DESTDIR)$(LIBDIR)/pkgconfig/mpdisc.pc"
	$(Q)for page in $(man_pages); do \
		rm -f "$(DESTDIR)$(MANDIR)/man$${page##*.}/$${page##*/}"; \
	done
	$(Q)rm -f "$(DESTDIR)$(DOCDIR)/examples/provider.conf"
	$(Q)rm -rf "$(DESTDIR)$(INCLUDEDIR)/mpdisc" "$(DESTDIR)$(LIBDIR)/cmake/mpdisc"

## deb             the Debian packages, into build/deb
deb:
	$(Q)tests/support/install-needs.sh $(NEEDS_BUILD) dh=debhelper
	$(Q)contrib/debian/build.sh $(BUILD)/deb
	$(Q)ls $(BUILD)/deb/*.deb

## clean           removes what was built
clean:
	$(Q)rm -rf $(BUILD)

.PHONY: $(parts) all help demo check check-all windows check-windows lint variants size install \
	install-strip uninstall deb clean

-include $(patsubst %.o,%.d,$(sort $(library) $(provider) $(probe) $(measure_objects)))
