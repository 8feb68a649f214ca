import Deployment
import HTTPTypes
import Hummingbird

/// An answer as it is kept for a repetition.
struct StoredAnswer: Sendable, Equatable {
    /// The status, or one of `reserved`, `secret` and `saved`.
    let status: Int
    /// The headers that belong to the answer, as a JSON object.
    let headers: String
    /// The body, JSON or empty.
    let body: String

    init(status: Int, headers: String, body: String) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// What is kept of an answer: streams and files are not, for no write answers with one.
    init(_ answer: Answer) {
        let fields = [HTTPField.Name.location, .eTag].compactMap { name in
            answer.headers[name].map { JSON.Member(name.rawName, .string($0)) }
        }
        headers = JSON.object(fields).text()
        switch answer.body {
        case .json(let bytes): body = String(decoding: bytes, as: UTF8.self)
        case .bytes, .empty, .events: body = ""
        }
        status = answer.status.code
    }

    /// Status of a key whose work has saved nothing so far; the body names who holds it.
    static let reserved = 0
    /// Status of a key whose work was saved and has no answer yet, or never will; the body names who held it.
    static let saved = -2

    /// The mark of an answer that held a secret.
    static let secret = StoredAnswer(status: -1, headers: "{}", body: "")

    /// The answer again. Throws 409 when it was lost or not kept.
    func replayed() throws -> Answer {
        guard status != StoredAnswer.saved else {
            throw APIProblem(
                .conflict, "answer-lost",
                "This was saved under this key and its answer was lost. Look at the record; do not send it again.")
        }
        guard status > 0 else {
            throw APIProblem(
                .conflict, "answer-not-kept",
                "This was done under this key; its answer held a secret and was not kept.")
        }
        var fields: HTTPFields = [.idempotencyReplayed: "true"]
        for member in try JSON.parse(headers).members ?? [] {
            if let name = HTTPField.Name(member.key) { fields[name] = member.value.string }
        }
        return Answer(
            .named(status), body.isEmpty ? .empty : .json(Array(body.utf8)), headers: fields)
    }
}
