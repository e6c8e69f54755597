// SPDX-License-Identifier: MIT
#pragma once

#include "cli/explain_facts.h"
#include "cli/explain_output.h"

namespace mpdisc::cli {

/// Tells what the facts mean: the result first, then its causes, the most likely one first, then
/// notes.
void explain(const ExplainFacts& facts, const ProbeArguments& arguments, ExplainOutput& out);

}  // namespace mpdisc::cli
