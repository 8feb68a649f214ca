import Glibc

/// A file read in pieces of a megabyte.
final class FileDescriptor {
    private let number: Int32

    /// Opens a file; nil where it cannot be read.
    init?(reading path: String) {
        number = open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { return nil }
    }

    deinit { close(number) }

    /// The next piece; nil at the end.
    func next() -> [UInt8]? {
        let piece = [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
            count = max(0, read(number, buffer.baseAddress, buffer.count))
        }
        return piece.isEmpty ? nil : piece
    }
}
