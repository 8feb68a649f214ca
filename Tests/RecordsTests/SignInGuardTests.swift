import FoundationEssentials
import Postgres
import TestDatabase
import Testing

@testable import Records

@Suite("The guard against guessing passwords")
struct SignInGuardTests {
    private static let now = Date(timeIntervalSinceReferenceDate: 815_000_000)
    private static func after(minutes: Double) -> Date { now.addingTimeInterval(minutes * 60) }

    /// Fails once at a moment; until when it is locked then, or was before.
    private static func fail(
        _ tries: SignInGuard, _ name: String = "Ana Kerr", _ address: String? = nil, at minutes: Double
    ) async throws -> (wasGranted: Bool, until: Date?) {
        switch try await tries.begin(name: name, address: address, asOf: after(minutes: minutes)) {
        case .granted(let attempt): (true, attempt.lockedUntil)
        case .locked(let until): (false, until)
        }
    }

    @Test("five failures lock a name for a quarter of an hour, five more for twice as long, up to four hours")
    func locks() async throws {
        try await withDatabase { database in
            let tries = SignInGuard(pool: database.pool)
            var minutes = 0.0
            for lock in [15.0, 30, 60, 120, 240, 240] {
                for _ in 0..<4 {
                    let failed = try await SignInGuardTests.fail(tries, at: minutes)
                    #expect(failed.wasGranted && failed.until == nil)
                }
                let until = SignInGuardTests.after(minutes: minutes + lock)
                let fifth = try await SignInGuardTests.fail(tries, at: minutes)
                #expect(fifth.wasGranted && fifth.until == until)
                // During the lock nothing is tried and nothing counted.
                for _ in 0..<6 {
                    let locked = try await SignInGuardTests.fail(tries, at: minutes + lock - 0.1)
                    #expect(!locked.wasGranted && locked.until == until)
                }
                #expect(try await SignInGuardTests.fail(tries, "Jo Lind", at: minutes).wasGranted)
                minutes += lock
            }
        }
    }

    @Test("as many tries at the same time get no more guesses than one by one")
    func atOnce() async throws {
        try await withDatabase { database in
            let tries = SignInGuard(pool: database.pool)
            let granted = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<20 {
                    group.addTask { try await SignInGuardTests.fail(tries, "Ana Kerr", "10.1.2.3", at: 0).wasGranted }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(granted == 5)
        }
    }

    @Test("a right password forgets the failures of its name, and of its network only itself")
    func succeed() async throws {
        try await withDatabase { database in
            let tries = SignInGuard(pool: database.pool)
            for _ in 0..<4 { _ = try await SignInGuardTests.fail(tries, "Ana Kerr", "10.1.2.3", at: 0) }
            let leave = try await tries.begin(name: "Ana Kerr", address: "10.1.2.3", asOf: SignInGuardTests.now)
            guard case .granted(let attempt) = leave else {
                Issue.record("locked")
                return
            }
            try await tries.succeed(attempt)
            let left: String = try await database.admin.value(
                "SELECT string_agg(guard_key || ' ' || failures, ', ') FROM sign_in_guard")
            #expect(left == "address:10.1.2.0/24 4")
            #expect(try await SignInGuardTests.fail(tries, "Ana Kerr", "10.1.2.3", at: 0).until == nil)
        }
    }

    @Test("fifty failures from one network lock it for every name, and other networks are open")
    func network() async throws {
        try await withDatabase { database in
            let tries = SignInGuard(pool: database.pool)
            for number in 0..<49 {
                let failed = try await SignInGuardTests.fail(tries, "name \(number)", "10.1.2.\(number)", at: 0)
                #expect(failed.until == nil)
            }
            // The fiftieth is right: it is no failure, and brings no lock.
            guard
                case .granted(let right) = try await tries.begin(
                    name: "Ana Kerr", address: "10.1.2.3", asOf: SignInGuardTests.now)
            else {
                Issue.record("locked")
                return
            }
            try await tries.succeed(right)
            let until = SignInGuardTests.after(minutes: 15)
            #expect(try await SignInGuardTests.fail(tries, "wrong", "10.1.2.200", at: 0).until == until)
            #expect(try await SignInGuardTests.fail(tries, "Ana Kerr", "10.1.2.1", at: 1).until == until)
            #expect(try await SignInGuardTests.fail(tries, "Ana Kerr", "10.1.3.1", at: 1).wasGranted)
            #expect(try await SignInGuardTests.fail(tries, "Ana Kerr", nil, at: 1).wasGranted)
        }
    }

    @Test("a try whose password nobody looked at counts for nothing")
    func withdraw() async throws {
        try await withDatabase { database in
            let tries = SignInGuard(pool: database.pool)
            for _ in 0..<4 { _ = try await SignInGuardTests.fail(tries, "Ana Kerr", "10.1.2.3", at: 0) }
            for _ in 0..<3 {
                let leave = try await tries.begin(name: "Ana Kerr", address: "10.1.2.3", asOf: SignInGuardTests.now)
                guard case .granted(let attempt) = leave else {
                    Issue.record("locked")
                    return
                }
                #expect(attempt.lockedUntil != nil)
                try await tries.withdraw(attempt)
            }
            let counts: [Int] = try await database.admin.value("SELECT array_agg(failures) FROM sign_in_guard")
            #expect(counts == [4, 4])
        }
    }

    @Test("failures are forgotten after a day without one that locks, and deleted")
    func forgotten() async throws {
        try await withDatabase { database in
            let tries = SignInGuard(pool: database.pool)
            for _ in 0..<4 { _ = try await SignInGuardTests.fail(tries, at: 0) }
            for _ in 0..<4 { #expect(try await SignInGuardTests.fail(tries, at: 24 * 60).until == nil) }
            let locked = try await SignInGuardTests.fail(tries, at: 24 * 60)
            #expect(locked.until == SignInGuardTests.after(minutes: 24 * 60 + 15))
            #expect(try await tries.forgetOld(asOf: SignInGuardTests.after(minutes: 48 * 60)) == 0)
            #expect(try await tries.forgetOld(asOf: SignInGuardTests.after(minutes: 48 * 60 + 16)) == 1)
        }
    }

    @Test("a new password from an administrator unlocks the name")
    func clear() async throws {
        try await withDatabase { database in
            let tries = SignInGuard(pool: database.pool)
            for _ in 0..<5 { _ = try await SignInGuardTests.fail(tries, at: 0) }
            #expect(try await !SignInGuardTests.fail(tries, at: 1).wasGranted)
            try await tries.clear(name: "Ana Kerr")
            #expect(try await SignInGuardTests.fail(tries, at: 1).wasGranted)
        }
    }

    @Test(
        "addresses are counted by network",
        arguments: [
            ("10.1.2.3", "address:10.1.2.0/24"), ("::ffff:10.1.2.3", "address:10.1.2.0/24"),
            ("2001:db8:7:8::1", "address:2001:db8:7::/48"), ("fe80::1%eth0", "address:fe80:0:0::/48"),
        ])
    func networks(address: String, key: String) {
        #expect(GuardKey.address(address) == key)
    }

    @Test("what is no address is counted by itself, and never stands there as it came")
    func noAddress() {
        let key = GuardKey.address("elsewhere\0")
        #expect(key.hasPrefix("address:") && key.utf8.count == 72)
        #expect(!GuardKey.name("hunter2").contains("hunter2"))
    }
}
