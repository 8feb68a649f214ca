/// The words that no column, import header or evidence key may carry (guarantee 9).
///
/// The same words as table `protected_characteristic`; a test holds the two equal.
package enum ProtectedCharacteristic {
    /// The words, in lower case.
    package static let words: Set<String> = [
        "age", "belief", "biometric", "birth", "diagnosis", "disability", "disabled", "ethnic", "ethnicity", "faith",
        "gender", "genetic", "health", "marital", "marriage", "married", "maternity", "nationality", "orientation",
        "political", "politics", "pregnancy", "pregnant", "race", "racial", "religion", "religious", "sex",
        "transgender", "union",
    ]

    /// The first of the words that is a part of a name, else nil.
    ///
    /// Parts are runs of letters, divided also where a small letter meets a capital: `Officer_Religion`,
    /// `marital-status` and `dateOfBirth` each have one; `language` has none.
    package static func word(in name: String) -> String? {
        var part = ""
        var lastWasSmall = false
        for scalar in name.unicodeScalars {
            let isLetter = scalar.properties.isAlphabetic
            if !isLetter || (lastWasSmall && scalar.properties.isUppercase) {
                if words.contains(part) { return part }
                part = ""
            }
            if isLetter { part += scalar.properties.lowercaseMapping }
            lastWasSmall = scalar.properties.isLowercase
        }
        return words.contains(part) ? part : nil
    }
}
