import Crypto
import Foundation
import Records
import Testing

@testable import Service

@Suite("What is kept of a password")
struct PasswordHashTests {
    private static let cheap = PasswordHash(cost: PasswordHash.Cost(rounds: 16, block: 8, lanes: 1))

    @Test(
        "scrypt gives what RFC 7914 section 12 prints",
        arguments: [
            (
                "password", "NaCl", PasswordHash.Cost(rounds: 1024, block: 8, lanes: 16),
                """
                fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162\
                2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640
                """
            ),
            (
                "pleaseletmein", "SodiumChloride", PasswordHash.Cost(rounds: 16384, block: 8, lanes: 1),
                """
                7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2\
                d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887
                """
            ),
        ])
    func vectors(password: String, salt: String, cost: PasswordHash.Cost, printed: String) throws {
        let key = try PasswordHash.key(password, Array(salt.utf8), cost, length: 64)
        let hex = key.withUnsafeBytes { $0.map { String(format: "%02x", $0) }.joined() }
        #expect(hex == printed)
    }

    @Test("a password matches what was kept of it, and no other does")
    func matches() async throws {
        let hash = PasswordHashTests.cheap
        let kept = try await hash.derive("correct horse battery")
        #expect(try await hash.matches("correct horse battery", kept))
        #expect(try await !hash.matches("correct horse batterz", kept))
        #expect(try await !hash.matches("", kept))
        #expect(try await !hash.matches("correct horse battery", nil))
    }

    @Test("the same password is kept otherwise each time")
    func salted() async throws {
        let first = try await PasswordHashTests.cheap.derive("correct horse battery")
        let second = try await PasswordHashTests.cheap.derive("correct horse battery")
        #expect(first.salt != second.salt && first.derived != second.derived)
    }

    @Test("a password is checked under the costs it was kept with, and known to be outdated by them")
    func costs() async throws {
        let kept = try await PasswordHashTests.cheap.derive("correct horse battery")
        let dearer = PasswordHash(cost: PasswordHash.Cost(rounds: 32, block: 8, lanes: 2))
        #expect(try await dearer.matches("correct horse battery", kept))
        #expect(dearer.isOutdated(kept))
        #expect(!PasswordHashTests.cheap.isOutdated(kept))
    }

    @Test("nothing and null bytes match nothing that was kept of nothing")
    func nothing() async throws {
        let kept = try await PasswordHashTests.cheap.derive("")
        #expect(try await !PasswordHashTests.cheap.matches("", kept))
    }

    @Test("the usual costs are those that OWASP names, and work")
    func usual() async throws {
        let hash = PasswordHash()
        #expect(hash.cost == PasswordHash.Cost(rounds: 32768, block: 8, lanes: 3))
        #expect(try await hash.matches("correct horse battery", try await hash.derive("correct horse battery")))
    }

    @Test("two at a time are let in, so many wait, and more are sent away")
    func turnstile() async throws {
        let turnstile = Turnstile(places: 2, queue: 3)
        let inside = Inside()
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    do {
                        try await turnstile.pass {
                            await inside.enter()
                            try await Task.sleep(for: .milliseconds(300))
                            await inside.leave()
                        }
                        return true
                    } catch {
                        return false
                    }
                }
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(outcomes.count { $0 } == 5)
        #expect(await inside.most == 2)
        // Everybody has left: there is room again.
        try await turnstile.pass {}
    }

    private actor Inside {
        private var now = 0
        private(set) var most = 0

        func enter() {
            now += 1
            most = max(most, now)
        }

        func leave() { now -= 1 }
    }
}
