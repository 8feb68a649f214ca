/// How a page is shown: how wide, in which colours.
struct Look: Sendable {
    let name: String
    let width: Int
    let isDark: Bool

    static let wideLight = Look(name: "wide-light", width: 1280, isDark: false)
    static let narrowDark = Look(name: "narrow-dark", width: 360, isDark: true)
    static let wideDark = Look(name: "wide-dark", width: 1280, isDark: true)
    static let narrowLight = Look(name: "narrow-light", width: 360, isDark: false)

    /// Each colour and each width once; every one of the four only for pictures.
    static let checked = [wideLight, narrowDark]
    static let all = [wideLight, wideDark, narrowLight, narrowDark]

    /// Shows the browser's pages in this way from now on.
    func set(_ browser: Browser) async throws {
        try await browser.size(width: width, height: 900)
        try await browser.colours(dark: isDark)
    }
}
