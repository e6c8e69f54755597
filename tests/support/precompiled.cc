// SPDX-License-Identifier: MIT
//
// Empty: the target of the tests' precompiled header needs a source file.
