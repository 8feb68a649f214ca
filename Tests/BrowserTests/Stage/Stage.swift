import Foundation
import Testing

/// What every test in a browser stands on: the demonstration and a driver, started once for all of them.
struct Stage: Sendable {
    let demonstration: Demonstration
    let driver: ChromeDriver
    let axe: Axe

    /// The stage of the test that runs.
    @TaskLocal static var current: Stage?

    /// A browser that nobody used before, closed afterwards.
    static func withBrowser<R>(_ work: (Browser, Stage) async throws -> R) async throws -> R {
        let stage = try #require(current)
        let browser = try await Browser.start(stage.driver, origin: stage.demonstration.origin)
        do {
            try await browser.size(width: 1280, height: 1000)
            let result = try await work(browser, stage)
            await browser.end()
            return result
        } catch {
            await browser.end()
            throw error
        }
    }
}

/// Sets the stage before the first test of a suite and clears it after the last.
struct OnStage: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let axe = try Axe()
        let directory = "/tmp/evenhand-browser-\(UUID().uuidString.lowercased().prefix(8))"
        // The account that runs PostgreSQL must get in.
        try FileManager.default.createDirectory(
            atPath: "\(directory)/data", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let driver = try await ChromeDriver.start(in: directory)
        do {
            let demonstration = try await Demonstration.start(in: directory)
            let stage = Stage(demonstration: demonstration, driver: driver, axe: axe)
            do {
                try await Stage.$current.withValue(stage) { try await function() }
                await demonstration.stop()
            } catch {
                await demonstration.stop()
                throw error
            }
            await driver.stop()
        } catch {
            await driver.stop()
            throw error
        }
    }
}

extension Trait where Self == OnStage {
    /// Runs the suite's tests on the demonstration, in a real Chromium.
    static var onStage: OnStage { OnStage() }
}

/// Everything that is tried in a real browser, one test after another: they share the demonstration and two cores.
@Suite("In a browser", .serialized, .onStage)
enum InABrowser {}
