import Deployment
import Records

/// Which page of a list an address asks for, and the address of the next one.
struct Turning: Sendable {
    /// Rows on a page.
    let limit = 50
    /// The store's own mark of where the page begins; nil for the first.
    let mark: String?
    private let query: [String: String]

    /// Throws where the address holds a mark that is none of ours. `keeping` names the filters that go on to the next page.
    init(_ call: WebCall, keeping filters: [String] = []) throws {
        query = call.call.query.filter { filters.contains($0.key) && !$0.value.isEmpty }
        guard let sent = call.asked("cursor") else {
            mark = nil
            return
        }
        guard let mark = Paging.mark(in: sent) else { throw APIProblem.notFound }
        self.mark = mark
    }

    /// Where the next page is; nil where there is none.
    func next(_ mark: String?, of path: String) -> String? {
        guard let mark else { return nil }
        let cursor = [(key: "cursor", value: Paging.cursor(of: mark))]
        let pairs = query.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value) } + cursor
        return path + "?" + pairs.map { "\($0.key)=\(Paging.escaped($0.value))" }.joined(separator: "&")
    }
}
