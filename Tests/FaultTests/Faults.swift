import Testing

/// Everything that breaks the service or its database on purpose: one test after the other, because each needs the machine.
@Suite("Faults", .serialized)
enum Faults {}
