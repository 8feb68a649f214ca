import Crypto

/// What makes a request the same as another: who sent it, under which key, and a hash of everything it asks.
struct IdempotentRequest: Sendable {
    /// The account that asks.
    let account: Int64
    /// Its key.
    let key: String
    /// SHA-256 over method, target and body.
    let hash: [UInt8]

    /// The request with this method, path and query, and body.
    init(account: Int64, key: String, method: String, target: String, body: [UInt8]) {
        self.account = account
        self.key = key
        var hasher = SHA256()
        hasher.update(data: Array("\(method) \(target)\n".utf8))
        hasher.update(data: body)
        hash = Array(hasher.finalize())
    }
}
