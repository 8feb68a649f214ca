import HTTPTypes

/// The codings that a client takes, by its `Accept-Encoding` (RFC 9110 section 12.5.3).
struct AcceptedCodings: Sendable {
    private var weights: [String: Double] = [:]

    /// What a request's header says; a part that is malformed counts as refused.
    init(_ headers: HTTPFields) {
        for line in headers[values: .acceptEncoding] {
            for part in line.split(separator: ",") {
                let pieces = part.split(separator: ";", omittingEmptySubsequences: false).map { String($0).stripped }
                guard let coding = pieces.first?.lowercased(), !coding.isEmpty else { continue }
                weights[coding == "x-gzip" ? "gzip" : coding] = AcceptedCodings.weight(pieces.dropFirst())
            }
        }
    }

    /// Whether an answer is to be sent compressed by gzip: named or meant by `*`, not refused, and not liked less than as it is.
    var wantsGzip: Bool {
        guard let gzip = weights["gzip"] ?? weights["*"], gzip > 0 else { return false }
        return gzip >= weights["identity"] ?? 0
    }

    /// `q=0.5` is half as welcome as nothing at all.
    private static func weight(_ parameters: ArraySlice<String>) -> Double {
        guard let text = parameters.first else { return 1 }
        guard parameters.count == 1, text.lowercased().hasPrefix("q="), text.utf8.count <= 7,
            text.dropFirst(2).allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
            let weight = Double(text.dropFirst(2)), weight <= 1
        else { return 0 }
        return weight
    }
}
