/// The letters and words of a reason or an assessment.
enum ReasonText {
    /// A reason has at least so many characters (Unicode scalars, without spaces at the ends).
    static let leastCharacters = 30
    /// A reason has at least so many words.
    static let leastWords = 5

    /// Whether a reason is too short to say anything.
    static func isShort(_ text: String) -> Bool {
        var words = 0
        var characters = 0
        var spaces = 0
        var isInWord = false
        for scalar in text.unicodeScalars {
            if isSpace(scalar) {
                if characters > 0 { spaces += 1 }
                isInWord = false
            } else {
                characters += spaces + 1
                spaces = 0
                if !isInWord { words += 1 }
                isInWord = true
            }
        }
        return characters < leastCharacters || words < leastWords
    }

    /// Whether a text has so many letters.
    static func has(letters: Int, in text: String) -> Bool {
        var count = 0
        for scalar in text.unicodeScalars where isLetter(scalar) {
            count += 1
            if count == letters { return true }
        }
        return letters <= 0
    }

    /// The words in lower case, of letters only, a space between each two: equal for reasons that say the same.
    static func folded(_ text: String) -> String {
        var folded = ""
        folded.reserveCapacity(text.utf8.count)
        var isGap = false
        for scalar in text.unicodeScalars {
            guard isLetter(scalar) else {
                isGap = !folded.isEmpty
                continue
            }
            if isGap { folded.unicodeScalars.append(" ") }
            isGap = false
            if scalar.isASCII {
                folded.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value) | 0x20))
            } else {
                folded += scalar.properties.lowercaseMapping
            }
        }
        return folded
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII ? (97...122).contains(scalar.value | 0x20) : scalar.properties.isAlphabetic
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            ? scalar == " " || (9...13).contains(scalar.value) || (28...31).contains(scalar.value)
            : scalar.properties.isWhitespace
    }
}
