/// A SHA-256 digest: 32 bytes, kept inline.
package struct Hash: Hashable, Sendable {
    /// Bytes in a digest.
    package static let byteCount = 32

    /// 32 zero bytes.
    package static let zero = Hash(lanes: SIMD32(repeating: 0))

    private var lanes: SIMD32<UInt8>

    private init(lanes: SIMD32<UInt8>) {
        self.lanes = lanes
    }

    /// The digest with these bytes, or nil unless there are exactly 32.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Hash.byteCount else { return nil }
        lanes = SIMD32(bytes)
    }

    /// Reads 64 lowercase hexadecimal digits; nil for anything else.
    package init?(hex: some StringProtocol) {
        guard let bytes = Hex.decode(hex) else { return nil }
        self.init(bytes: bytes)
    }

    /// Reads the canonical Base64 of 32 bytes; nil for anything else.
    package init?(base64: some StringProtocol) {
        guard let bytes = Base64.decode(base64) else { return nil }
        self.init(bytes: bytes)
    }

    /// Copies a digest out of memory that holds exactly 32 bytes.
    init(digest: UnsafeRawBufferPointer) {
        precondition(digest.count == Hash.byteCount)
        lanes = digest.loadUnaligned(as: SIMD32<UInt8>.self)
    }

    /// The 32 bytes.
    package var bytes: [UInt8] { withBytes { Array($0) } }

    /// 64 lowercase hexadecimal digits.
    package var hex: String { withBytes { Hex.encode($0) } }

    /// Standard Base64 (RFC 4648 section 4), 44 characters.
    package var base64: String { Base64.encode(bytes) }

    /// Lends the bytes without copying them to the heap.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        withUnsafeBytes(of: lanes, body)
    }
}

extension Hash: CustomStringConvertible {
    /// The digest in hexadecimal.
    package var description: String { hex }
}
