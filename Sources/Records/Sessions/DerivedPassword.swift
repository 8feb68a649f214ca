/// What is kept of a password: what scrypt made of it, and with which costs, so that they can grow.
package struct DerivedPassword: Sendable, Equatable {
    /// Random bytes of this password's own.
    package let salt: [UInt8]

    /// The 32 bytes that scrypt derives.
    package let derived: [UInt8]

    /// N of RFC 7914, a power of two.
    package let rounds: Int

    /// r of RFC 7914.
    package let block: Int

    /// p of RFC 7914.
    package let lanes: Int

    /// What was derived, and how.
    package init(salt: [UInt8], derived: [UInt8], rounds: Int, block: Int, lanes: Int) {
        self.salt = salt
        self.derived = derived
        self.rounds = rounds
        self.block = block
        self.lanes = lanes
    }
}

extension DerivedPassword: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Dots: what can be guessed against must not show up by accident.
    package var description: String { "•••" }
    /// Dots.
    package var debugDescription: String { description }
    /// Nothing.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
