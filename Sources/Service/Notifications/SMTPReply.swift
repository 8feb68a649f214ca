/// A server's answer to one command (RFC 5321 4.2): a code and its lines.
struct SMTPReply: Sendable, Equatable {
    let code: Int
    let lines: [String]

    /// 2xx and 3xx.
    var isPositive: Bool { (200..<400).contains(code) }

    /// The extensions that an EHLO's answer names, in capitals, each with its words.
    var extensions: [String: [String]] {
        var found: [String: [String]] = [:]
        for line in lines.dropFirst() {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "=" }).map { $0.uppercased() }
            if let name = words.first { found[name, default: []] += words.dropFirst() }
        }
        return found
    }
}

/// Puts replies together from lines; refuses what is no reply.
struct SMTPReplyParser: Sendable {
    /// The longest line that is taken, with room over the 512 bytes of RFC 5321.
    static let longestLine = 2048
    /// The most lines of one reply.
    static let mostLines = 100

    private var code: Int?
    private var lines: [String] = []

    /// Takes a line without its end; the reply once it is whole.
    mutating func take(_ line: [UInt8]) throws -> SMTPReply? {
        let digits = line.prefix(3)
        guard line.count <= SMTPReplyParser.longestLine, digits.count == 3, lines.count < SMTPReplyParser.mostLines,
            digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int(String(decoding: digits, as: UTF8.self)),
            (200..<600).contains(number), code == nil || code == number
        else { throw SMTPReplyParser.noReply }
        let rest = line.dropFirst(3)
        guard rest.isEmpty || rest.first == UInt8(ascii: " ") || rest.first == UInt8(ascii: "-") else {
            throw SMTPReplyParser.noReply
        }
        code = number
        lines.append(String(decoding: rest.dropFirst(), as: UTF8.self))
        guard rest.first != UInt8(ascii: "-") else { return nil }
        defer { (code, lines) = (nil, []) }
        return SMTPReply(code: number, lines: lines)
    }

    static let noReply = DeliveryFailure("smtp_protocol", "the mail server sent what is no SMTP reply")
}
