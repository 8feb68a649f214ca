import Deployment
import HTTPTypes
import Hummingbird
import NIOCore
import Postgres
import Records

extension APIProblem {
    /// What an error says to the caller; nil for one that nobody foresaw, which becomes a bare 500.
    ///
    /// The one place where the errors of the lower rooms get their statuses.
    package init?(_ error: any Error) {
        switch error {
        case let problem as APIProblem: self = problem
        case let error as RecordError: self.init(error)
        case let error as PostgresError:
            guard let problem = APIProblem(database: error) else { return nil }
            self = problem
        case let error as HTTPError: self.init(error)
        case is NIOTooManyBytesError: self = .tooLarge
        case let error as DecodingError: self = .invalid([Fault(error)])
        default: return nil
        }
    }

    private init(_ error: RecordError) {
        switch error {
        case .notFound(let what): self.init(.notFound, "not-found", "There is no \(what).")
        case .conflict("revision", _): self = .stale
        case .conflict(let rule, let message): self.init(.conflict, APIProblem.kind(rule, or: "conflict"), message)
        case .invalid(let problems):
            self = .invalid(problems.map { Fault($0.pointer, $0.rule) })
            status = .unprocessableContent
        case .refused(let refusal, let rule, let message):
            self.init(APIProblem.status(of: refusal), APIProblem.kind(rule, or: "refused"), message)
            faults = []
        }
    }

    /// 403 where the person may not, 409 where the record has moved on, 422 where something is missing from the request.
    private static func status(of refusal: Refusal) -> HTTPResponse.Status {
        switch refusal {
        case .twoPairsOfEyes, .needToKnow: .forbidden
        case .arrow, .rewrite, .closure: .conflict
        case .unknown, .bareDecision, .unlawful: .unprocessableContent
        }
    }

    /// A rule's name as a kind: `bare_decision` becomes `bare-decision`.
    private static func kind(_ rule: String, or general: String) -> String {
        rule.isEmpty ? general : rule.replacing("_", with: "-")
    }

    private init?(database error: PostgresError) {
        switch error.sqlState {
        case .readOnlyTransaction?:
            self = .unavailable("The database takes no writes at the moment.")
            kind = "database-read-only"
            return
        case .tooManyConnections?:
            self = .unavailable("The database has no free connection.")
            kind = "database-full"
            return
        default: break
        }
        switch error.code {
        case .unreachable, .connectionLost, .poolShutDown:
            self = .unavailable("The database cannot be reached at the moment.")
            kind = "database-unreachable"
        case .poolExhausted:
            self = .unavailable("All database connections are busy.", retryAfter: 1)
            kind = "database-busy"
        case .commitOutcomeUnknown:
            self = .unavailable("The connection broke while this was being saved: look before you send it again.")
            kind = "outcome-unknown"
        case .queryTimeout:
            self = .unavailable("The database took too long.", retryAfter: 5)
            kind = "database-slow"
        case .invalidStatement: self.init(.badRequest, "invalid", "A text holds a character that cannot be stored.")
        default:
            if error.isRetryable {
                self = .unavailable("Too many wrote to the same rows at once.", retryAfter: 1)
                kind = "database-contended"
            } else if error.isOutage {
                self = .unavailable("The database is changing over.")
                kind = "database-unreachable"
            } else {
                return nil
            }
        }
    }

    private init(_ error: HTTPError) {
        switch error.status {
        case .notFound: self = .notFound
        case .contentTooLarge: self = .tooLarge
        default: self.init(error.status, "http-\(error.status.code)", error.status.reasonPhrase)
        }
    }

    /// The body is longer than this route takes.
    static let tooLarge = APIProblem(.contentTooLarge, "too-large", "The body is longer than this route takes.")
}

extension Fault {
    /// What a typed body could not take although its schema did: parts that do not fit together.
    fileprivate init(_ error: DecodingError) {
        let context: DecodingError.Context? =
            switch error {
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
                .dataCorrupted(let context):
                context
            @unknown default: nil
            }
        let path = (context?.codingPath ?? []).map { "/" + ($0.intValue.map(String.init) ?? $0.stringValue) }
        self.init(path.joined(), context?.debugDescription ?? "does not fit")
    }
}
