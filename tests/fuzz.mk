# SPDX-License-Identifier: MIT
#
# The fuzz targets, tests/fuzz/*_fuzz.cc: for libFuzzer, for AFL++, and to measure what their
# corpora cover. A part of the Makefile.

## Fuzz:
## fuzz            runs the fuzz targets with libFuzzer under ASan and UBSan, each for a minute or
##                 FUZZ_SECONDS; FUZZ="NAME..." chooses targets. New inputs go to build/fuzz/corpus
## fuzz-afl        the same with AFL++
## fuzz-coverage   shows how much of each source file the inputs cover
## fuzz-corpus     adds the new inputs that cover more to tests/fuzz/corpus

FUZZ_CXX     ?= clang++
AFL_CXX      ?= afl-clang-fast++
FUZZ_SECONDS ?= 60
fuzz_targets := $(patsubst tests/fuzz/%_fuzz.cc,%,$(wildcard tests/fuzz/*_fuzz.cc))
FUZZ         ?= $(fuzz_targets)
NEEDS_FUZZ   := g++ clang++=clang libgtest-dev perl

comma      := ,
fuzz_flags := -O1 -g -fno-omit-frame-pointer -DMPDISC_SOURCE_DIR='"."'
fuzz_setup := tests/fuzz/setup.cc
fuzz_main  := $(fuzz_setup) tests/fuzz/replay_main.cc
# Of these a target gets what it uses.
fuzz_library := $(MPDISC_TYPES) $(MPDISC_WIRE) $(MPDISC_CORE) $(MPDISC_RUNTIME) \
	$(platform_sources) \
	$(filter-out %_main.cc,$(PROGRAM) $(CLI_COMMON) $(CLI_PROVIDER) $(CLI_PROBE)) \
	$(filter-out %_fuzz.cc $(fuzz_main),$(wildcard tests/fuzz/*.cc))
fuzz_objects = $(patsubst %.cc,$(BUILD)/$(1)/%.o,$(2))

# $(call fuzz_build,DIRECTORY,COMPILER,FLAGS,MAIN): all targets, with all that they use.
define fuzz_build
$(BUILD)/$(1)/%.o: %.cc Makefile tests/fuzz.mk src/sources.mk
	$$(Q)mkdir -p $$(@D)
	$$(Q)$(2) -std=c++20 $$(FLAGS_INCLUDE) $$(FLAGS_WARN) $$(fuzz_flags) $(3) -MMD -MP -c -o $$@ $$<

$(BUILD)/$(1)/libmpdisc.a: $(call fuzz_objects,$(1),$(fuzz_library))
	$$(call say,AR,$$@)
	$$(Q)rm -f $$@
	$$(Q)$$(AR) qcs $$@ $$^

$(addprefix $(BUILD)/$(1)/,$(fuzz_targets)): $(BUILD)/$(1)/%: $(BUILD)/$(1)/tests/fuzz/%_fuzz.o \
		$(call fuzz_objects,$(1),$(4)) $(BUILD)/$(1)/libmpdisc.a
	$$(call say,LINK,$$@)
	$$(Q)$(2) $$(fuzz_flags) $(3) -o $$@ $$^ -lgtest -lpthread

measure_objects += $(call fuzz_objects,$(1),$(fuzz_library) $(4) $(wildcard tests/fuzz/*_fuzz.cc))
endef

fuzz_sanitized := -fsanitize=fuzzer$(comma)address$(comma)undefined -fno-sanitize-recover=all
$(eval $(call fuzz_build,fuzz,$(FUZZ_CXX),$(fuzz_sanitized),$(fuzz_setup)))
$(eval $(call fuzz_build,fuzz-afl,$(AFL_CXX),$(fuzz_sanitized),$(fuzz_setup)))
$(eval $(call fuzz_build,fuzz-coverage,$(FUZZ_CXX),-fprofile-instr-generate -fcoverage-mapping,$(fuzz_main)))

# $(call fuzz_with,DIRECTORY,NEED...): builds the targets that are chosen.
define fuzz_with
	$(Q)tests/support/install-needs.sh $(NEEDS_FUZZ) $(2)
	$(Q)$(MAKE) -j $(JOBS) $(addprefix $(BUILD)/$(1)/,$(FUZZ))
endef

fuzz:
	$(call fuzz_with,fuzz)
	$(Q)tests/fuzz/run.sh $(BUILD)/fuzz $(FUZZ_SECONDS) $(FUZZ)

fuzz-afl:
	$(call fuzz_with,fuzz-afl,afl-fuzz=afl++)
	$(Q)tests/fuzz/run_afl.sh $(BUILD)/fuzz-afl $(FUZZ_SECONDS) $(FUZZ)

fuzz-coverage:
	$(call fuzz_with,fuzz-coverage,llvm-cov=llvm)
	$(Q)tests/fuzz/coverage.sh $(BUILD)/fuzz-coverage $(BUILD)/fuzz/corpus $(FUZZ)

fuzz-corpus:
	$(call fuzz_with,fuzz)
	$(Q)tests/fuzz/keep.sh $(BUILD)/fuzz $(FUZZ)

.PHONY: fuzz fuzz-afl fuzz-coverage fuzz-corpus
