// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "mpdisc/service.h"
#include "wire/reader.h"
#include "wire/writer.h"

namespace mpdisc::wire {

/// Reads the value of a SERVICE field (mpdisc-wire.7, SERVICE), checking all of it.
[[nodiscard]] DecodeError decode_service(Bytes value, ServiceView& out);

void encode_service(Writer& writer, const ServiceView& service);

/// The SERVICE fields among the fields of a message or a table entry. A view of bytes whose
/// services decode_service() accepted before; other fields between them are passed over.
class ServiceList {
   public:
    struct Item {
        ServiceView service;
        /// The whole SERVICE field.
        Bytes encoded;
    };

    /// Gives one service after the other.
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
