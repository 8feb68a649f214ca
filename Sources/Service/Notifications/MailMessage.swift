import Deployment
import FoundationEssentials

/// An e-mail as it goes over the wire (RFC 5322), with lines that end in CRLF and headers of ASCII only.
struct MailMessage: Sendable, Equatable {
    let from: MailAddress
    let to: MailAddress
    let bytes: [UInt8]

    /// The mail of a message. Throws `DeliveryFailure` when it has no usable address.
    init(_ message: OutgoingMessage, from: MailAddress, now: Date) throws {
        guard let text = message.address, let to = MailAddress(text) else {
            throw DeliveryFailure("mail_address", "the person has no usable e-mail address", isPermanent: true)
        }
        self.from = from
        self.to = to
        let body = MailMessage.body(message.text)
        let headers = [
            ("Date", MailMessage.date(now)), ("From", "Evenhand <\(from)>"), ("To", "<\(to)>"),
            ("Message-ID", "<\(message.id)@\(from.domain)>"), ("Subject", MailMessage.encoded(message.subject)),
            ("Auto-Submitted", "auto-generated"), ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"), ("Content-Transfer-Encoding", body.encoding),
        ]
        bytes = Array((headers.map { "\($0): \($1)\r\n" }.joined() + "\r\n" + body.text).utf8)
    }

    /// A header's text: as it is where it is plain, else as encoded words (RFC 2047) of whole characters, one a line.
    /// Line breaks and other control characters become spaces: nobody adds a header through a text.
    static func encoded(_ text: String) -> String {
        let line = String(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) })
        guard !isPlain(line) || line.utf8.count > 200 || line.contains("=?") else { return line }
        var words: [String] = []
        var piece: [UInt8] = []
        for character in line {
            // 45 bytes make 60 of base64; with the frame an encoded word stays below 76.
            if piece.count + character.utf8.count > 45 {
                words.append(Data(piece).base64EncodedString())
                piece = []
            }
            piece += Array(character.utf8)
        }
        words.append(Data(piece).base64EncodedString())
        return words.map { "=?utf-8?B?\($0)?=" }.joined(separator: "\r\n ")
    }

    /// The text as it is where it is ASCII in short lines, else in base64.
    static func body(_ text: String) -> (encoding: String, text: String) {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map(String.init)
        if lines.allSatisfy({ isPlain($0) && $0.utf8.count <= 900 }) {
            return ("7bit", lines.map { $0 + "\r\n" }.joined())
        }
        let coded = Array(Data((lines.joined(separator: "\r\n") + "\r\n").utf8).base64EncodedString().utf8)
        let pieces = stride(from: 0, to: coded.count, by: 76).map { start in
            String(decoding: coded[start..<min(start + 76, coded.count)], as: UTF8.self) + "\r\n"
        }
        return ("base64", pieces.joined())
    }

    /// `Wed, 05 Aug 2026 08:00:00 +0000`.
    static func date(_ now: Date) -> String {
        let seconds = Int(now.timeIntervalSince1970.rounded(.down))
        let day = Day(number: seconds / 86_400)
        let words = NotificationText.words(day).split(separator: " ")
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let rest = seconds % 86_400
        return "\(words[0]), \(two(day.civil.day)) \(words[2]) \(words[3]) "
            + "\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60)) +0000"
    }

    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }
}

/// An e-mail address of ASCII letters, with nothing in it that could end a command or begin a header.
struct MailAddress: Sendable, Equatable, CustomStringConvertible {
    let local: String
    let domain: String

    /// Reads `local@domain`; nil for anything with a quote, a bracket, a space, a control character or another `@`.
    init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, (1...64).contains(parts[0].utf8.count), !parts[1].isEmpty,
            parts[0].utf8.allSatisfy(MailAddress.isLocal), parts[1].utf8.allSatisfy(MailAddress.isDomain),
            parts[1].first != "-", parts[1].first != ".", parts[1].last != "-", parts[1].last != "."
        else { return nil }
        local = String(parts[0])
        domain = String(parts[1])
    }

    var description: String { "\(local)@\(domain)" }

    private static func isLocal(_ byte: UInt8) -> Bool {
        isDomain(byte) || "!#$%&'*+/=?^_`{|}~".utf8.contains(byte)
    }

    private static func isDomain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E: true
        default: false
        }
    }
}
