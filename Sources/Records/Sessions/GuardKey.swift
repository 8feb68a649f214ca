import Glibc
import Ledger

/// Under which key failures of signing in are counted.
enum GuardKey {
    /// The key of a name, whether or not an account has it: its hash, because people type passwords into the wrong field.
    static func name(_ name: String) -> String {
        "name:\(Hash.sha256(name.utf8).hex)"
    }

    /// The key of the network that an address is in: /24, or /48 of IPv6, which is what one customer has of addresses.
    static func address(_ address: String) -> String {
        if let bytes = bytes(AF_INET, 4, address) { return v4(bytes) }
        // Without the zone of a link-local address.
        let plain = address.prefix { $0 != "%" }
        guard let bytes = bytes(AF_INET6, 16, String(plain)) else {
            return "address:\(Hash.sha256(address.utf8).hex)"
        }
        if bytes.prefix(12) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF] { return v4(Array(bytes.suffix(4))) }
        let groups = stride(from: 0, to: 6, by: 2).map { String(Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]), radix: 16) }
        return "address:\(groups.joined(separator: ":"))::/48"
    }

    private static func v4(_ bytes: [UInt8]) -> String {
        "address:\(bytes.prefix(3).map(String.init).joined(separator: ".")).0/24"
    }

    private static func bytes(_ family: Int32, _ count: Int, _ text: String) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }
}
