/// What makes a stated reason too thin to be understood by an outsider, or the same as another.
package enum Reason {
    /// Lower case, letters and single spaces only: reasons that differ in punctuation are the same reason
    /// (audit format, boilerplate). The SQL function `normalised` says the same.
    package static func normalised(_ text: String) -> String {
        var words: [String] = []
        var word = ""
        for character in text.lowercased().unicodeScalars {
            if character.properties.isWhitespace {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else if ("a"..."z").contains(character) {
                word.unicodeScalars.append(character)
            }
        }
        if !word.isEmpty { words.append(word) }
        return words.joined(separator: " ")
    }
}
