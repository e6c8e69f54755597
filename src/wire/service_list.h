// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "mpdisc/service.h"
#include "wire/reader.h"
#include "wire/writer.h"

namespace mpdisc::wire {

/// Reads and checks the value of a SERVICE field (mpdisc-wire.7, SERVICE).
[[nodiscard]] DecodeError decode_service(Bytes value, ServiceView& out);

void encode_service(Writer& writer, const ServiceView& service);

/// A view of the SERVICE fields of a message or a table entry. decode_service() must have accepted
/// each of them. Skips all other fields.
class ServiceList {
   public:
    struct Item {
        ServiceView service;
        /// The whole SERVICE field.
        Bytes encoded;
    };

    /// Returns the services one by one.
    class Reader {
       public:
        explicit Reader(Bytes fields) : fields_(fields) {}
        [[nodiscard]] bool next(Item& out);

       private:
        FieldReader fields_;
    };

    ServiceList() = default;
    explicit ServiceList(Bytes fields) : fields_(fields) {}

    [[nodiscard]] Reader read() const { return Reader(fields_); }
    [[nodiscard]] bool is_empty() const;

   private:
    Bytes fields_;
};

}  // namespace mpdisc::wire
