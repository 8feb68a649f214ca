import Deployment
import JWTKit
import Records

/// The keys that the provider signs with, by their names. Each is pinned to one algorithm, whatever a token says of itself.
struct ProviderKeys: Sendable {
    private let keys: [String: JWK]

    /// Keys that are read at most.
    static let most = 100
    /// Bytes of the least modulus: 2048 bits.
    static let leastModulus = 256

    /// Reads a set of keys (RFC 7517 section 5). What cannot sign a token of ours is passed over, and so are two of one name.
    init(_ bytes: [UInt8]) throws {
        guard let set = try? JSON.parse(bytes), let all = set["keys"]?.elements else {
            throw ProviderFault.misfit("the provider's keys are not a set of keys")
        }
        var keys: [String: JWK] = [:]
        var names: Set<String> = []
        for entry in all.prefix(ProviderKeys.most) {
            guard let name = entry["kid"]?.string else { continue }
            guard names.insert(name).inserted else {
                keys[name] = nil
                continue
            }
            keys[name] = ProviderKeys.key(entry, name)
        }
        self.keys = keys
    }

    /// The key of this name; nil where there is none.
    subscript(name: String) -> JWK? { keys[name] }

    private static func key(_ entry: JSON, _ name: String) -> JWK? {
        let use = entry["use"]?.string
        guard use == nil || use == "sig" else { return nil }
        func pinned(_ algorithm: String) -> Bool { entry["alg"].map { $0.string == algorithm } ?? true }
        switch entry["kty"]?.string {
        case "RSA":
            guard pinned("RS256"), let modulus = entry["n"]?.string, let exponent = entry["e"]?.string,
                let bytes = Base64URL.decode(modulus), bytes.drop(while: { $0 == 0 }).count >= leastModulus
            else { return nil }
            return .rsa(.rs256, identifier: JWKIdentifier(string: name), modulus: modulus, exponent: exponent)
        case "EC":
            guard pinned("ES256"), entry["crv"]?.string == "P-256", let x = entry["x"]?.string,
                let y = entry["y"]?.string
            else { return nil }
            return .ecdsa(.es256, identifier: JWKIdentifier(string: name), x: x, y: y, curve: .p256)
        default: return nil
        }
    }
}
