import Deployment
import FoundationEssentials
import Postgres
import Records
import Rostering

/// Says why a stored roster version has an officer where it has: reads the record, works off the pool, stores nothing.
package struct ReasonDesk: Sendable {
    let pool: Pool
    /// Longest that one answer may take; whoever waits longer is better served by being told so.
    private static let patience = Duration.seconds(20)

    /// A desk over a pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// Why the officer works that day in the version, by the record as it stands now.
    ///
    /// Throws `RecordError.notFound` for a version or deployment there is none of, `RecordError.conflict`
    /// ("version_overtaken") where the record has changed so far that it cannot be said any more, and `APIProblem` (503) where
    /// it takes too long.
    package func deployment(
        of officer: String, on day: Day, version: Int64, now: Date
    ) async throws -> DeploymentReasons {
        let basis = try await VersionBasisReader(pool: pool).read(version: version, officer: officer, day: day)
        let found = try await offPool("evenhand reasons", within: Self.patience) { check in
            do {
                return try DeploymentReasons(basis, officer: officer, day: day, asOf: now, check: check)
            } catch is ProblemBuildError {
                return nil
            } catch is ProblemError {
                return nil
            }
        }
        guard let found else {
            throw RecordError.conflict(
                rule: "version_overtaken",
                message: "the record has changed too much since roster version \(version) was made to say why")
        }
        return found
    }
}
