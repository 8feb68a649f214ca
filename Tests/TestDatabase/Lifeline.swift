import Glibc

@testable import Postgres

/// Kills a process group when this process is gone, even by SIGKILL: a shell that reads a pipe of which we hold the end.
package final class Lifeline: Sendable {
    private let shell: pid_t
    private let end: Int32

    /// Ties a group of processes to this process. Throws `PostgresError` where no shell can be started.
    package init(_ group: pid_t) throws {
        var ends: [Int32] = [-1, -1]
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        guard pipe(&ends) == 0, fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0, null >= 0 else {
            throw PostgresError(.privateServer, "no descriptors")
        }
        defer {
            close(null)
            close(ends[0])
        }
        shell = try ChildProcess.spawn(
            ["/bin/sh", "-c", "read -r _; kill -9 -- -$1", "lifeline", String(group)],
            streams: .init(input: ends[0], output: null))
        end = ends[1]
    }

    /// Dismissed: whoever owned the process has ended it.
    deinit {
        kill(shell, SIGKILL)
        var status: Int32 = 0
        waitpid(shell, &status, 0)
        close(end)
    }
}
