import Crypto
import CryptoExtras
import FoundationEssentials
import Records

/// Makes guessing a password dear: scrypt (RFC 7914), on threads of its own, two at a time.
package struct PasswordHash: Sendable {
    /// What one guess costs.
    package struct Cost: Sendable, Equatable {
        /// N, a power of two.
        package let rounds: Int
        /// r.
        package let block: Int
        /// p.
        package let lanes: Int

        /// Costs.
        package init(rounds: Int, block: Int, lanes: Int) {
            self.rounds = rounds
            self.block = block
            self.lanes = lanes
        }

        /// 32 MB a guess: of OWASP's choices for scrypt one that a small server can spare twice at the same time.
        package static let usual = Cost(rounds: 1 << 15, block: 8, lanes: 3)
    }

    /// What new passwords cost.
    package let cost: Cost

    private let turnstile = Turnstile(places: 2, queue: 64)

    /// A hash of these costs. Copies share the two places.
    package init(cost: Cost = .usual) {
        self.cost = cost
    }

    /// What is to be kept of a new password.
    package func derive(_ password: String) async throws -> DerivedPassword {
        let salt = randomBytes(16)
        let key = try await key(password, salt, cost)
        return DerivedPassword(
            salt: salt, derived: key.withUnsafeBytes(Array.init), rounds: cost.rounds, block: cost.block,
            lanes: cost.lanes)
    }

    /// Whether this is the password that was kept; false after the same work where there is none.
    package func matches(_ password: String, _ kept: DerivedPassword?) async throws -> Bool {
        let kept =
            kept
            ?? DerivedPassword(
                salt: [UInt8](repeating: 0, count: 16), derived: [], rounds: cost.rounds, block: cost.block,
                lanes: cost.lanes)
        let key = try await key(
            password, kept.salt, Cost(rounds: kept.rounds, block: kept.block, lanes: kept.lanes))
        // Keys compare in constant time.
        return key == SymmetricKey(data: kept.derived) && !password.isEmpty
    }

    /// Whether a kept password is to be kept again, under today's costs.
    func isOutdated(_ kept: DerivedPassword) -> Bool {
        Cost(rounds: kept.rounds, block: kept.block, lanes: kept.lanes) != cost
    }

    private func key(_ password: String, _ salt: [UInt8], _ cost: Cost) async throws -> SymmetricKey {
        try await turnstile.pass {
            try await offPool("evenhand password") { try PasswordHash.key(password, salt, cost, length: 32) }
        }
    }

    /// scrypt itself.
    static func key(_ password: String, _ salt: [UInt8], _ cost: Cost, length: Int) throws -> SymmetricKey {
        // The library may not be given nothing: an empty array need have no address. No password that is kept is so short.
        let bytes = password.isEmpty ? [0] : Array(password.utf8)
        return try KDF.Scrypt.deriveKey(
            from: bytes, salt: salt, outputByteCount: length, rounds: cost.rounds, blockSize: cost.block,
            parallelism: cost.lanes)
    }
}
