# SPDX-License-Identifier: MIT
#
# Tests for other processors, under QEMU. A part of the Makefile.

## Test:
## check-cross     builds for other processors and runs the tests under QEMU, in a quarter of an
##                 hour; CROSS="aarch64-linux-gnu ..." chooses processors

# Debian's names: of both byte orders, and of 32 and 64 bits.
CROSS ?= s390x-linux-gnu mips-linux-gnu mipsel-linux-gnu arm-linux-gnueabihf aarch64-linux-gnu \
	riscv64-linux-gnu
NEEDS_CROSS := make cmake libgtest-dev bats perl ip=iproute2 qemu-user-static \
	$(foreach t,$(CROSS),$(t)-g++=g++-$(t))

check-cross:
	$(Q)tests/support/install-needs.sh $(NEEDS_BUILD) $(NEEDS_CROSS)
	$(Q)$(MAKE) CROSS_COMPILE= STATIC= MINIMAL= BUILD='$(BUILD)' all
	$(Q)$(MAKE) $(addprefix check-,$(CROSS))

$(addprefix check-,$(CROSS)): check-%:
	$(Q)cmake -S . -B $(BUILD)/cross/$* -DMPDISC_BUILD_TESTS=ON -DCMAKE_BUILD_TYPE=None \
		-DCMAKE_TOOLCHAIN_FILE='$(CURDIR)/contrib/cmake/linux-cross.cmake' \
		-DCROSS_COMPILE=$*- -DCMAKE_CXX_FLAGS='$(CPPFLAGS) $(CXXFLAGS)' \
		-DMPDISC_NATIVE_BIN='$(abspath $(BUILD))' -DCMAKE_COMPILE_WARNING_AS_ERROR=ON
	$(Q)env -u MAKEFLAGS -u MAKELEVEL cmake --build $(BUILD)/cross/$* -j $(JOBS)
	$(Q)ctest --test-dir $(BUILD)/cross/$* -j $(JOBS) --output-on-failure --no-label-summary

parts += $(addprefix check-,$(CROSS))
.PHONY: check-cross
