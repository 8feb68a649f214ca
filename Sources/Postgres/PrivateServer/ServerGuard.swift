import CLibpq
import Glibc

/// A small shell that stops the server when this process is gone, even by SIGKILL.
///
/// It reads from a pipe of which only we hold the other end, so the kernel tells it; nothing polls while we live.
final class ServerGuard: Sendable {
    private let pid: pid_t
    private let lifeline: Int32

    /// `temporary`: stop without ceremony, then remove these directories.
    init(server: pid_t, dataDirectory: String, temporary: [String]?) throws {
        let script = """
            read -r _
            [ "$(readlink /proc/$1/cwd)" = "$(realpath "$2")" ] && kill -s $3 $1
            shift 3
            [ $# -eq 0 ] && exit
            n=0
            while [ -e "$1/postmaster.pid" ] && [ $n -lt 100 ]; do sleep 0.1; n=$((n + 1)); done
            rm -rf -- "$@"
            """
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        var ends: [Int32] = [-1, -1]
        guard null >= 0, pipe2(&ends, O_CLOEXEC) == 0 else {
            throw PostgresError(.privateServer, "no descriptors: \(String(cString: strerror(errno)))")
        }
        defer {
            close(null)
            close(ends[0])
        }
        let signal = temporary == nil ? "INT" : "QUIT"
        let command = ["/bin/sh", "-c", script, "guard", String(server), dataDirectory, signal] + (temporary ?? [])
        do {
            pid = try ChildProcess.spawn(command, streams: .init(input: ends[0], output: null))
        } catch {
            close(ends[1])
            throw error
        }
        lifeline = ends[1]
    }

    /// Closing the lifeline makes the guard act.
    deinit {
        close(lifeline)
    }

    /// Ends the guard without its acting: the server was stopped in the ordinary way.
    func dismiss() {
        kill(pid, SIGKILL)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
    }
}
