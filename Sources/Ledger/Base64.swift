import FoundationEssentials

/// Standard Base64 (RFC 4648 section 4), with padding.
enum Base64 {
    static func encode(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString()
    }

    /// Decodes the one canonical spelling; stray trailing bits, missing padding and line breaks are refused.
    static func decode(_ text: some StringProtocol) -> [UInt8]? {
        let text = String(text)
        guard let data = Data(base64Encoded: text) else { return nil }
        // Comparing UTF-8, because String equality takes canonically equivalent text for equal.
        guard data.base64EncodedString().utf8.elementsEqual(text.utf8) else { return nil }
        return Array(data)
    }
}
