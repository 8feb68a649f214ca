/// Calls `body` with a C array of C strings, null where the text is nil; valid during the call only.
func withCStrings<Result>(
    _ texts: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>) throws -> Result
) rethrows -> Result {
    var bytes: [CChar] = []
    bytes.reserveCapacity(texts.reduce(0) { $0 + ($1?.utf8.count ?? 0) + 1 })
    var offsets: [Int?] = []
    offsets.reserveCapacity(texts.count + 1)
    for text in texts {
        offsets.append(text == nil ? nil : bytes.count)
        guard let text else { continue }
        for byte in text.utf8 { bytes.append(CChar(bitPattern: byte)) }
        bytes.append(0)
    }
    // One element more, so that an empty list has an address and every list ends in null.
    offsets.append(nil)
    return try bytes.withUnsafeBufferPointer { buffer in
        let pointers = offsets.map { offset in offset.flatMap { buffer.baseAddress?.advanced(by: $0) } }
        return try pointers.withUnsafeBufferPointer { array in
            guard let base = array.baseAddress else { preconditionFailure("the array has at least its terminator") }
            return try body(base)
        }
    }
}
