import Deployment
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Records

/// Which page of a list is wanted.
struct Paging: Sendable {
    /// Items on a page.
    let limit: Int
    /// The store's own mark of where the page begins; nil for the first page.
    let cursor: String?

    /// The page that a call asks for. Throws 400 for a cursor that is not one of ours.
    init(_ call: Call) throws {
        limit = call.integer("limit") ?? 50
        guard let sent = call.query["cursor"] else {
            cursor = nil
            return
        }
        guard let mark = Paging.mark(in: sent) else {
            throw APIProblem.invalid([Fault("cursor", "is not a cursor of this list")])
        }
        cursor = mark
    }

    /// The page's document: its items, and the path of the next page when there is one.
    func document<Item>(
        _ page: Page<Item>, of call: Call, path: String, _ render: (Item) throws -> JSON
    ) rethrows -> JSON {
        document(try page.items.map(render), next: page.next, of: call, path: path)
    }

    /// The document of rendered items, and the store's mark of the next page.
    func document(_ items: [JSON], next: String?, of call: Call, path: String) -> JSON {
        var members: [JSON.Member] = [.init("items", .array(items))]
        if let next {
            var query = call.query
            query["limit"] = String(limit)
            query["cursor"] = Paging.cursor(of: next)
            let text = query.sorted { $0.key < $1.key }.map { "\($0.key)=\(Paging.escaped($0.value))" }.joined(
                separator: "&")
            members.append(.init("next", .string("\(path)?\(text)")))
        }
        return .object(members)
    }

    /// An opaque cursor: base64url of the store's mark, so that nobody takes it for a number to count with.
    static func cursor(of mark: String) -> String {
        Data("1:\(mark)".utf8).base64EncodedString().map { character in
            switch character {
            case "+": "-"
            case "/": "_"
            default: String(character)
            }
        }.joined().filter { $0 != "=" }
    }

    /// The mark inside a cursor; nil when it is none of ours.
    static func mark(in cursor: String) -> String? {
        var text = cursor.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
        while text.count % 4 != 0 { text.append("=") }
        guard let data = Data(base64Encoded: String(text)), let key = String(validating: data, as: UTF8.self),
            key.hasPrefix("1:")
        else { return nil }
        return String(key.dropFirst(2))
    }

    /// Percent-encoded for a query.
    static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
