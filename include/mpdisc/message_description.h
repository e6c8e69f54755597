// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "mpdisc/cxx20.h"
#include "mpdisc/fixed_string.h"

namespace mpdisc {

/// A field of a message as text, for people.
struct DescribedField {
    /// The most bytes of `value`.
    static constexpr std::size_t value_max = 1280;

    /// As in mpdisc-wire.7: "HOST_NAME". "field 0x0063" if that page does not have it.
    FixedString<24> name;
    /// "3", "primary", "port=80 interface_index=0 address=192.0.2.1". A long value is cut, and ends
    /// with " ...". It may contain any bytes of the sender: escape it before a terminal shows it.
    FixedString<value_max> value;
    /// Whether it is inside a SERVICE or a NEIGHBOUR.
    bool is_inner = false;
};

/// Tells what a datagram says, field by field, in the words of mpdisc-wire.7. It takes any bytes,
/// and describes also what a receiver would drop. A minimal build lacks it.
class MessageDescription {
   public:
    /// `datagram` must outlive the description.
    explicit MessageDescription(std::span<const std::uint8_t> datagram);

    /// False if it does not begin as a message does. Then it has no type, id or fields.
    [[nodiscard]] bool is_message() const { return has_header_; }
    /// "SERVICE_ADVERTISEMENT"; empty if the type is unknown.
    [[nodiscard]] std::string_view type() const { return type_; }
    [[nodiscard]] std::uint8_t type_number() const { return type_number_; }
    /// What an answer has in common with its question.
    [[nodiscard]] std::uint64_t transaction_id() const { return transaction_; }
    /// Why receivers drop it: "a required field is missing". Null if it is well-formed. A receiver
    /// may drop a well-formed message, too.
    [[nodiscard]] const char* fault() const { return fault_; }

    /// The next field, in the order of the message. The fields inside a SERVICE or NEIGHBOUR follow
    /// it. False after the last one, and at a field that is cut off.
    [[nodiscard]] bool next(DescribedField& out);

   private:
    std::string_view type_;
    std::uint64_t transaction_ = 0;
    const char* fault_ = nullptr;
    /// What next() has not described.
    std::span<const std::uint8_t> rest_;
    /// How many bytes at the beginning of `rest_` are inside a SERVICE or NEIGHBOUR.
    std::size_t inner_ = 0;
    std::uint8_t type_number_ = 0;
    bool has_header_ = false;
};

}  // namespace mpdisc
