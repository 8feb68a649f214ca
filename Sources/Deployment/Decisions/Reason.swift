/// What makes a stated reason too thin to be understood by an outsider, or the same as another.
package enum Reason {
    /// Lower case, letters and single spaces only: reasons that differ in punctuation are the same reason
    /// (audit format, boilerplate). In no locale: A to Z, and Unicode's white space. The SQL function `normalised` says
    /// the same.
    package static func normalised(_ text: String) -> String {
        var words: [String] = []
        var word = ""
        for character in text.unicodeScalars {
            if character.properties.isWhitespace {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else if ("a"..."z").contains(character) || ("A"..."Z").contains(character) {
                // In ASCII the two cases differ in one bit.
                word.unicodeScalars.append(Unicode.Scalar(UInt8(character.value | 0x20)))
            }
        }
        if !word.isEmpty { words.append(word) }
        return words.joined(separator: " ")
    }
}
