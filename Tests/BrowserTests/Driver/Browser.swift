import Deployment
import Foundation
import NIOHTTP1

/// One browser with a profile of its own: cookies, history, window.
struct Browser: Sendable {
    /// Something on the page that is shown now.
    struct Element: Sendable, Equatable {
        fileprivate let id: String
        fileprivate var json: JSON { .object([JSON.Member(Browser.elementKey, .string(id))]) }
    }

    /// The name of element references in the protocol.
    fileprivate static let elementKey = "element-6066-11e4-a52e-4f735466cecf"

    private let driver: WebDriver
    private let session: String
    /// `http://127.0.0.1:PORT`, where the service is.
    let origin: String

    /// Opens a browser; `end` closes it.
    static func start(_ driver: ChromeDriver, origin: String) async throws -> Browser {
        let web = WebDriver(port: driver.port)
        let options: JSON = [
            "args": ["--headless", "--no-sandbox", "--window-size=1300,1000", "--hide-scrollbars"]
        ]
        let value = try await web.call(
            .POST, "/session",
            [
                "capabilities": [
                    "alwaysMatch": [
                        "browserName": "chrome", "goog:chromeOptions": options,
                        "goog:loggingPrefs": ["browser": "ALL", "performance": "ALL"],
                        "timeouts": ["script": 90_000, "pageLoad": 60_000],
                    ]
                ]
            ])
        guard let id = value["sessionId"]?.string else { throw BrowserFault("no session: \(value)") }
        return Browser(driver: web, session: "/session/\(id)", origin: origin)
    }

    func end() async {
        _ = try? await call(.DELETE, "")
    }

    // MARK: Pages

    /// Opens an address of the service.
    func open(_ path: String) async throws {
        try await call(.POST, "/url", ["url": .string(origin + path)])
    }

    /// The address of the page, without the origin.
    var path: String {
        get async throws {
            let address = try await call(.GET, "/url").string ?? ""
            return address.hasPrefix(origin) ? String(address.dropFirst(origin.count)) : address
        }
    }

    var title: String {
        get async throws { try await call(.GET, "/title").string ?? "" }
    }

    /// What a person reads in the main part of the page.
    var text: String {
        get async throws { try await script("return document.querySelector('main')?.innerText ?? ''").string ?? "" }
    }

    func back() async throws { try await call(.POST, "/back") }

    func refresh() async throws { try await call(.POST, "/refresh") }

    // MARK: Elements

    /// Runs a script in the page; `arguments[…]` are these.
    @discardableResult
    func script(_ source: String, _ arguments: [JSON] = []) async throws -> JSON {
        try await call(.POST, "/execute/sync", ["script": .string(source), "args": .array(arguments)])
    }

    /// Runs a script that says by its last argument, a function, when it has done.
    func waitingScript(_ source: String) async throws -> JSON {
        try await call(.POST, "/execute/async", ["script": .string(source), "args": []])
    }

    /// The element that a script returns; nil where it returns null.
    func element(_ source: String, _ arguments: [JSON] = []) async throws -> Element? {
        try await script(source, arguments)[Browser.elementKey]?.string.map { Element(id: $0) }
    }

    /// The first element of a selector.
    func element(css: String) async throws -> Element? {
        try await element("return document.querySelector(arguments[0])", [.string(css)])
    }

    func click(_ element: Element) async throws {
        try await call(.POST, "/element/\(element.id)/click")
    }

    /// Chooses a file for a field of files.
    func attach(_ path: String, to element: Element) async throws {
        try await call(.POST, "/element/\(element.id)/value", ["text": .string(path)])
    }

    /// Runs a script on one element, which is `arguments[0]`.
    @discardableResult
    func script(on element: Element, _ source: String, _ more: [JSON] = []) async throws -> JSON {
        try await script(source, [element.json] + more)
    }

    /// The element that a script on another element returns.
    func element(on element: Element, _ source: String) async throws -> Element? {
        try await self.element(source, [element.json])
    }

    /// Types at whatever has the focus, one key after another; see `Key` for those that are no letters.
    func type(_ text: String) async throws {
        var keys: [JSON] = []
        for character in text {
            keys.append(["type": "keyDown", "value": .string(String(character))])
            keys.append(["type": "keyUp", "value": .string(String(character))])
        }
        guard !keys.isEmpty else { return }
        try await keyboard(keys)
    }

    /// Presses a key while another is held.
    func press(_ key: Key, holding held: Key) async throws {
        try await keyboard([
            ["type": "keyDown", "value": .string(held.rawValue)], ["type": "keyDown", "value": .string(key.rawValue)],
            ["type": "keyUp", "value": .string(key.rawValue)], ["type": "keyUp", "value": .string(held.rawValue)],
        ])
    }

    /// Presses a key some times.
    func press(_ key: Key, times: Int = 1) async throws {
        try await type(String(repeating: key.rawValue, count: times))
    }

    private func keyboard(_ keys: [JSON]) async throws {
        try await call(.POST, "/actions", ["actions": [["type": "key", "id": "keyboard", "actions": .array(keys)]]])
    }

    // MARK: The window

    /// How wide the page is shown, in CSS pixels.
    func size(width: Int, height: Int, scale: Int = 1) async throws {
        try await tool(
            "Emulation.setDeviceMetricsOverride",
            [
                "width": .integer(width), "height": .integer(height), "deviceScaleFactor": .integer(scale),
                "mobile": false,
            ])
    }

    /// Light or dark, as the person's device asks.
    func colours(dark: Bool) async throws {
        try await tool(
            "Emulation.setEmulatedMedia",
            ["features": [["name": "prefers-color-scheme", "value": .string(dark ? "dark" : "light")]]])
    }

    /// With or without scripts of the page, from the next page on.
    func scripting(_ isOn: Bool) async throws {
        try await tool("Emulation.setScriptExecutionDisabled", ["value": .bool(!isOn)])
    }

    /// The whole page as PNG.
    func picture() async throws -> Data {
        let size = try await tool("Page.getLayoutMetrics")["cssContentSize"]
        let clip: JSON = [
            "x": 0, "y": 0, "width": size?["width"] ?? 1280, "height": size?["height"] ?? 900, "scale": 1,
        ]
        let value = try await tool(
            "Page.captureScreenshot", ["format": "png", "captureBeyondViewport": true, "clip": clip])
        return Data(base64Encoded: value["data"]?.string ?? "") ?? Data()
    }

    /// Opens another tab in the same profile and goes to it; returns how to come back to each.
    func newTab() async throws -> (first: String, second: String) {
        let first = try await call(.GET, "/window").string ?? ""
        let second = try await call(.POST, "/window/new", ["type": "tab"])["handle"]?.string ?? ""
        try await tab(second)
        return (first, second)
    }

    /// Goes to a tab.
    func tab(_ handle: String) async throws {
        try await call(.POST, "/window", ["handle": .string(handle)])
    }

    // MARK: What happened

    /// What the browser complained of since it was asked last: errors of scripts, breaches of the content policy.
    func complaints() async throws -> [String] {
        try await call(.POST, "/se/log", ["type": "browser"]).elements?.compactMap { entry in
            guard entry["level"]?.string == "SEVERE" else { return nil }
            return entry["message"]?.string
        } ?? []
    }

    /// The addresses that were asked for since it was asked last.
    func requests() async throws -> [String] {
        try await call(.POST, "/se/log", ["type": "performance"]).elements?.compactMap { entry in
            guard let text = entry["message"]?.string, let message = try? JSON.parse(text)["message"],
                message["method"]?.string == "Network.requestWillBeSent"
            else { return nil }
            return message["params"]?["request"]?["url"]?.string
        } ?? []
    }

    /// The cookies that the page's address would be sent.
    func cookies() async throws -> [JSON] { try await call(.GET, "/cookie").elements ?? [] }

    func forgetCookies() async throws { try await call(.DELETE, "/cookie") }

    @discardableResult
    private func tool(_ command: String, _ parameters: JSON = [:]) async throws -> JSON {
        try await call(.POST, "/goog/cdp/execute", ["cmd": .string(command), "params": parameters])
    }

    @discardableResult
    private func call(_ method: HTTPMethod, _ path: String, _ body: JSON = [:]) async throws -> JSON {
        try await driver.call(method, session + path, body)
    }
}

/// Keys that are no letters, by their numbers in the protocol.
enum Key: String {
    case tab = "\u{E004}"
    case enter = "\u{E007}"
    case space = " "
    case shift = "\u{E008}"
    case control = "\u{E009}"
    case escape = "\u{E00C}"
    case up = "\u{E013}"
    case down = "\u{E015}"
    case end = "\u{E010}"
    case home = "\u{E011}"
    case right = "\u{E014}"
    case left = "\u{E012}"
    case delete = "\u{E017}"
}
