import Deployment
import Testing

/// How somebody works with the pages.
enum Way: String, CaseIterable, CustomTestStringConvertible {
    case pointer = "with a pointer"
    case keyboard = "with the keyboard alone"
    case withoutScript = "without JavaScript"

    var testDescription: String { rawValue }

    /// 0, 1, 2: so that each way takes people of its own.
    var number: Int { Way.allCases.firstIndex(of: self) ?? 0 }
}

/// Somebody who works with the pages in a way of their own, and finds things by the words on them.
struct Person: Sendable {
    let browser: Browser
    let way: Way

    /// Runs a journey in a browser that nobody used before.
    static func walk(_ way: Way, _ journey: (Person, Stage) async throws -> Void) async throws {
        try await Stage.withBrowser { browser, stage in
            if way == .withoutScript { try await browser.scripting(false) }
            let person = Person(browser: browser, way: way)
            do {
                try await journey(person, stage)
            } catch {
                Issue.record(
                    "\(way.rawValue), at \((try? await browser.path) ?? "?"): \(error)\n\(try await browser.text)")
            }
            // A page that was refused says so in the log as well; that is no fault of the page.
            let complaints = try await browser.complaints().filter { !$0.contains("Failed to load resource") }
            #expect(complaints.isEmpty, "the browser complains of nothing: \(complaints)")
        }
    }

    /// Signs in as somebody of the demonstration.
    func signIn(_ name: String, _ stage: Stage) async throws {
        try await signIn(name, password: stage.demonstration.password)
    }

    /// Signs in with a password of one's own.
    func signIn(_ name: String, password: String) async throws {
        try await browser.open("/sign-in")
        try await fill("Name", name)
        try await fill("Password", password)
        try await press("Sign in")
        #expect(try await browser.element(css: "form[action='/sign-out']") != nil, "\(name) is signed in")
    }

    func signOut() async throws {
        try await press("Sign out")
    }

    /// Follows the link with these words.
    func follow(_ words: String) async throws {
        let link = try await found(Script.link, words, "link")
        try await leaving { try await activate(link) }
    }

    /// Presses the button with these words, which leads to another page.
    func press(_ words: String) async throws {
        let button = try await found(Script.button, words, "button")
        try await leaving { try await activate(button) }
    }

    /// Types into the field with this label, in place of what stands there.
    func fill(_ label: String, _ text: String) async throws {
        let field = try await found(Script.field, label, "field")
        try await reach(field)
        try await browser.script(on: field, "arguments[0].select?.()")
        try await browser.type(text)
    }

    /// Types a day into a date field, part after part, as its locale orders them.
    func fill(_ label: String, daysFromNow days: Int) async throws {
        let field = try await found(Script.field, label, "field")
        let digits = try await browser.script(Script.digits, [.integer(days)]).string ?? ""
        try await reach(field)
        // A click may land in any part of the date: the first is to the left.
        try await browser.press(.left, times: 3)
        try await browser.type(digits)
    }

    /// The words of a list's options, without the one that stands for none.
    func options(of label: String) async throws -> [String] {
        let list = try await found(Script.field, label, "list")
        let words = try await browser.script(
            on: list, "return [...arguments[0].options].filter(o => o.value).map(o => o.innerText.trim())")
        return words.elements?.compactMap(\.string) ?? []
    }

    /// The words of the first link whose address begins so.
    func words(ofLinkTo prefix: String) async throws -> String {
        let words = try await browser.script(
            "return document.querySelector(`main a[href^='${arguments[0]}']`)?.innerText.trim() ?? null",
            [.string(prefix)])
        guard let words = words.string else { throw BrowserFault("no link to \(prefix)") }
        return words
    }

    /// Chooses an option of a list, a radio button or a box by their words; `group` is the list's label or the legend.
    func choose(_ words: String, in group: String) async throws {
        if let list = try await browser.element(Script.field, [.string(group)]),
            try await browser.script(on: list, "return arguments[0].tagName").string == "SELECT"
        {
            try await pick(words, of: list)
        } else {
            let choice = try await found(Script.choice, words, "choice", [.string(group)])
            try await tick(choice)
        }
    }

    /// The words of the first heading.
    var heading: String {
        get async throws {
            try await browser.script("return document.querySelector('h1')?.innerText ?? ''").string ?? ""
        }
    }

    /// True where these words can be read on the page.
    func reads(_ words: String) async throws -> Bool { try await browser.text.contains(words) }

    /// Fails the test unless these words can be read on the page.
    func expects(_ words: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let text = try await browser.text
        #expect(
            text.contains(words), "\(way.rawValue): \"\(words)\" is not in: \(text)", sourceLocation: sourceLocation)
    }

    /// Fails the test unless the field with this label holds these words.
    func expects(
        _ words: String, in label: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let field = try await found(Script.field, label, "field")
        let value = try await browser.script(on: field, "return arguments[0].value")
        #expect(value == .string(words), sourceLocation: sourceLocation)
    }

    // MARK: How each way does it

    /// Waits until the page that is shown now has given way to another, a minute at most.
    private func leaving(_ act: () async throws -> Void) async throws {
        try await browser.script("window.stillHere = true")
        try await act()
        for _ in 0..<600 {
            // While one document gives way to the next there is none to ask.
            let isNew = try? await browser.script(
                "return !window.stillHere && document.readyState === 'complete'")
            if isNew?.bool == true { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw BrowserFault("the page did not change")
    }

    private func activate(_ element: Browser.Element) async throws {
        switch way {
        case .pointer, .withoutScript: try await browser.click(element)
        case .keyboard:
            try await reach(element)
            try await browser.press(.enter)
        }
    }

    /// Gives an element the focus: by a click, or by Tab from where the focus is.
    func reach(_ element: Browser.Element) async throws {
        guard way == .keyboard else { return try await browser.click(element) }
        for _ in 0..<80 {
            let steps = try await browser.script(on: element, Script.stepsTo).integer ?? 0
            if steps == 0 { return try await expectSeen(element) }
            if steps > 0 {
                try await browser.press(.tab, times: steps)
            } else {
                for _ in 0..<(-steps) { try await browser.press(.tab, holding: .shift) }
            }
        }
        throw BrowserFault("Tab does not lead to \(try await markup(element))")
    }

    /// What has the focus is to be seen (WCAG 2.2, 2.4.11 and 2.4.7): not hidden by anything, and marked.
    private func expectSeen(_ element: Browser.Element) async throws {
        let seen = try await browser.script(on: element, Script.isSeen)
        let what = try await markup(element)
        #expect(seen.string == "seen", "\(seen): \(what)")
    }

    private func markup(_ element: Browser.Element) async throws -> String {
        try await browser.script(on: element, "return arguments[0].outerHTML.slice(0, 300)").string ?? ""
    }

    private func pick(_ words: String, of list: Browser.Element) async throws {
        try await reach(list)
        let steps = try await browser.script(on: list, Script.optionSteps, [.string(words)])
        guard let steps = steps.integer else {
            throw BrowserFault(
                "no option \"\(words)\" in \(try await browser.script(on: list, "return arguments[0].innerText"))")
        }
        if way != .keyboard { try await browser.press(.escape) }
        try await browser.press(steps < 0 ? .up : .down, times: abs(steps))
        let chosen = try await browser.script(on: list, "return arguments[0].selectedOptions[0]?.innerText.trim()")
        guard chosen.string?.hasPrefix(words) == true else { throw BrowserFault("\(chosen) was chosen, not \(words)") }
    }

    private func tick(_ choice: Browser.Element) async throws {
        guard way == .keyboard else { return try await browser.click(choice) }
        let isRadio = try await browser.script(on: choice, "return arguments[0].type === 'radio'").bool == true
        guard isRadio else {
            try await reach(choice)
            return try await browser.press(.space)
        }
        // Tab stops at the chosen button of a group, or at its first; arrows go on from there.
        guard let stop = try await browser.element(on: choice, Script.radioStop) else { return }
        try await reach(stop)
        if try await browser.script(on: choice, "return !arguments[0].checked").bool == true {
            try await browser.press(.space)
        }
        for _ in 0..<40 where try await browser.script(on: choice, "return !arguments[0].checked").bool == true {
            try await browser.press(.down)
        }
    }

    private func found(
        _ script: String, _ words: String, _ kind: String, _ more: [JSON] = []
    ) async throws -> Browser.Element {
        guard let element = try await browser.element(script, [.string(words)] + more) else {
            throw BrowserFault("no \(kind) \"\(words)\"")
        }
        return element
    }
}
