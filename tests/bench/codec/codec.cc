// SPDX-License-Identifier: MIT
//
// Measures how fast the shipped library writes and reads the two messages of a search, compared
// with a mere copy of their bytes.
//
//   codec [-f table|tsv]
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>

#include "tests/bench/support/figures.h"
#include "tests/bench/support/messages.h"

namespace mpdisc::bench {
namespace {

/// True if the datagram exists and can be read. Otherwise the benchmark would measure a failure.
template <typename Message>
bool check(const Sample<Message>& sample, benchmark::State& state) {
    wire::Header header;
    wire::Bytes fields;
    Message message;
    if (sample.size != 0 &&
        wire::decode_header(sample.datagram(), header, fields) == wire::DecodeError::none &&
        wire::decode(header, fields, message) == wire::DecodeError::none) {
        return true;
    }
    state.SkipWithError("the sample is not written or not read");
    return false;
}

template <typename Message>
void encode(benchmark::State& state) {
    const Sample<Message> sample;
    std::array<std::uint8_t, limits::network_datagram_max> out;
    if (!check(sample, state)) return;
    for ([[maybe_unused]] auto _ : state) {
        benchmark::DoNotOptimize(wire::encode(sample.message, out));
        benchmark::ClobberMemory();
    }
}

template <typename Message>
void decode(benchmark::State& state) {
    const Sample<Message> sample;
    if (!check(sample, state)) return;
    for ([[maybe_unused]] auto _ : state) {
        wire::Header header;
        wire::Bytes fields;
        Message message;
        benchmark::DoNotOptimize(wire::decode_header(sample.datagram(), header, fields));
        benchmark::DoNotOptimize(wire::decode(header, fields, message));
        benchmark::DoNotOptimize(message);
    }
}

template <typename Message>
void copy(benchmark::State& state) {
    const Sample<Message> sample;
    std::array<std::uint8_t, limits::network_datagram_max> out;
    if (!check(sample, state)) return;
    // volatile hides the size from the compiler, which does not know it in real copies either.
    const volatile std::size_t size = sample.datagram().size();
    for ([[maybe_unused]] auto _ : state) {
        std::memcpy(out.data(), sample.datagram().data(), size);
        benchmark::DoNotOptimize(out);
        benchmark::ClobberMemory();
    }
}

/// Turns the results of Google Benchmark into rows of the table. A row named floor is the reference
/// of the rows after it.
class Rows : public benchmark::BenchmarkReporter {
   public:
    explicit Rows(Figures& figures) : figures_(figures) {}

    bool ReportContext(const Context& /*context*/) override { return true; }

    void ReportRuns(const std::vector<Run>& runs) override {
        Row row;
        row.unit = "ns";
        for (const Run& run : runs) {
            if (run.run_type != Run::RT_Iteration) continue;
            // Skipped; releases of Google Benchmark say so in different ways.
            if (run.iterations == 0) {
                all_run_ = false;
                continue;
            }
            row.what = run.run_name.function_name;
            row.samples.push_back(run.GetAdjustedCPUTime());
        }
        // Aggregates, such as medians, come in separate runs.
        if (row.samples.empty()) return;
        const bool is_floor = row.what.starts_with("floor");
        if (!is_floor) row.against = floor_;
        const double median = figures_.add(row);
        if (is_floor) floor_ = {"the copy", median};
    }

    [[nodiscard]] bool all_run() const { return all_run_; }

   private:
    Figures& figures_;
    Reference floor_;
    bool all_run_ = true;
};

template <typename Message>
void add(const std::string& name) {
    const std::string size = std::to_string(Sample<Message>().datagram().size()) + " bytes";
    const auto add_one = [](const std::string& what, void (*function)(benchmark::State&)) {
        benchmark::RegisterBenchmark(what.c_str(), function)->Repetitions(9)->MinTime(0.05);
    };
    add_one("floor: copy of " + size, copy<Message>);
    add_one("decode " + name, decode<Message>);
    add_one("encode " + name, encode<Message>);
}

int run(Figures::Format format) {
    Figures figures(format);
    figures.begin_group("codec, processor time");
    add<wire::Request>("a request");
    add<wire::Advertisement>("an advertisement");
    Rows rows(figures);
    benchmark::RunSpecifiedBenchmarks(&rows);
    if (rows.all_run()) return 0;
    std::fputs("a message could not be written or not be read\n", stderr);
    return 3;
}

}  // namespace
}  // namespace mpdisc::bench

int main(int argc, char** argv) {
    using mpdisc::bench::Figures;
    Figures::Format format = Figures::Format::table;
    bool is_good = true;
    for (int option; (option = getopt(argc, argv, "f:")) != -1;) {
        is_good = is_good && option == 'f' && mpdisc::bench::parse_format(optarg, format);
    }
    if (!is_good || optind != argc) {
        std::fputs("usage: codec [-f table|tsv]\n", stderr);
        return 2;
    }
    return mpdisc::bench::run(format);
}
