import FoundationEssentials
import Logging
import Testing

@testable import Service

@Suite("Settings")
struct ConfigurationTests {
    private func withFile<R>(_ text: String, _ body: (String) throws -> R) throws -> R {
        let path = "/tmp/evenhand-settings-\(UUID().uuidString)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try body(path)
    }

    @Test("flags win over the environment, the environment over the file, the file over what is usual")
    func order() throws {
        let file = #"{"http": {"port": 1, "host": "::1"}, "log.level": "error", "worker": {"enabled": false}}"#
        try withFile(file) { path in
            let settings = try ServiceConfiguration.read(
                file: path, environment: ["EVENHAND_HTTP_PORT": "2", "EVENHAND_LOG_LEVEL": "debug", "HOME": "/"],
                flags: ["http.port": "3"])
            #expect(settings.port == 3 && settings.logLevel == .debug && settings.host == "::1")
            #expect(!settings.workerEnabled && settings.poolMaximum == 8)
        }
        #expect(try ServiceConfiguration.read(environment: [:]) == ServiceConfiguration())
    }

    @Test("everything unknown or wrong is refused by name, at once")
    func unknown() throws {
        _ = try withFile(#"{"http": {"prot": 1}, "colour": "red", "http.host": ["a"]}"#) { path in
            let error = #expect(throws: ConfigurationError.self) {
                try ServiceConfiguration.read(
                    file: path, environment: ["EVENHAND_HTTP_PROT": "1", "EVENHAND_HTTP_PORT": "70000"],
                    flags: ["worker": "x"])
            }
            let text = error?.description ?? ""
            for name in ["http.prot", "colour", "EVENHAND_HTTP_PROT", "setting worker", "http.host", "http.port"] {
                #expect(text.contains(name), "\(name) is not named")
            }
            #expect(error?.problems.count == 6)
        }
    }

    @Test("a file that is no object of settings is refused with its place", arguments: ["[1]", "{", #"{"a":1,"a":2}"#])
    func malformed(_ text: String) throws {
        _ = try withFile(text) { path in
            #expect(throws: ConfigurationError.self) { try ServiceConfiguration.read(file: path, environment: [:]) }
        }
    }

    @Test("secrets come from files and show up nowhere")
    func secrets() throws {
        try withFile("postgres://u:hunter2@db/x\n") { path in
            let settings = try ServiceConfiguration.read(environment: ["EVENHAND_DATABASE_URL_FILE": path])
            #expect(settings.databaseURL?.revealed == "postgres://u:hunter2@db/x")
            var dumped = ""
            dump(settings, to: &dumped)
            for text in ["\(settings)", String(reflecting: settings), dumped] { #expect(!text.contains("hunter2")) }
            let both = #expect(throws: ConfigurationError.self) {
                try ServiceConfiguration.read(
                    environment: ["EVENHAND_DATABASE_URL_FILE": path, "EVENHAND_DATABASE_URL": "hunter2"])
            }
            #expect(both?.description.contains("hunter2") == false)
        }
        #expect(throws: ConfigurationError.self) {
            try ServiceConfiguration.read(environment: ["EVENHAND_DATABASE_URL_FILE": "/nowhere"])
        }
    }

    private static let provider = [
        "provider.issuer": "https://id.example/realm", "provider.client.id": "evenhand",
        "provider.client.secret": "hunter3", "http.public.url": "https://evenhand.example/", "http.proxy": "true",
    ]

    @Test("a provider is read with all that it needs, and its secret shows up nowhere")
    func provider() throws {
        let settings = try ServiceConfiguration.read(environment: [:], flags: Self.provider)
        let provider = try #require(settings.provider)
        #expect(provider.returnAddress == "https://evenhand.example/sign-in/provider/back")
        #expect(provider.accountClaim == nil && provider.rolesClaim == "roles" && provider.rolesPrefix.isEmpty)
        #expect(provider.clientSecret.revealed == "hunter3")
        var dumped = ""
        dump(settings, to: &dumped)
        for text in ["\(settings)", String(reflecting: settings), dumped] { #expect(!text.contains("hunter3")) }
        #expect(try ServiceConfiguration.read(environment: [:]).provider == nil)
    }

    @Test(
        "a provider is refused by plain http, without its parts, and where cookies would not fit the public address",
        arguments: [
            ("provider.issuer", "http://id.example"), ("provider.issuer", "https://id.example?a=b"),
            ("provider.issuer", "https://user@id.example"), ("http.public.url", "https://evenhand.example/path"),
            ("http.public.url", "http://evenhand.example"), ("http.proxy", "false"), ("provider.scope", "profile"),
            ("provider.client.id", nil), ("provider.client.secret", nil), ("http.public.url", nil),
        ])
    func poorProvider(_ name: String, _ value: String?) throws {
        var flags = Self.provider
        flags[name] = value
        let error = #expect(throws: ConfigurationError.self) {
            try ServiceConfiguration.read(environment: [:], flags: flags)
        }
        #expect(error?.description.contains(name) == true)
        #expect(error?.description.contains("hunter3") == false)
    }

    @Test("a provider on this machine may go by plain http")
    func localProvider() throws {
        let flags = Self.provider.merging([
            "provider.issuer": "http://127.0.0.1:8080", "http.public.url": "http://localhost:8377",
            "http.proxy": "false",
        ]) { $1 }
        #expect(try ServiceConfiguration.read(environment: [:], flags: flags).provider != nil)
    }

    @Test("the page of settings and the table in code say the same")
    func page() throws {
        let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let path = here.deletingLastPathComponent().path + "/Sources/Service/Configuration/README.md"
        let page = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
        for key in ConfigurationKey.all {
            let usual = key.usual.isEmpty ? "-" : "`\(key.usual)`"
            #expect(page.contains("| `\(key.name)` | \(usual) | \(key.meaning) |"), "\(key.name)")
        }
        #expect(page.split(separator: "\n").count { $0.hasPrefix("| `") } == ConfigurationKey.all.count)
        let usual = try ServiceConfiguration.read(
            environment: [:],
            flags: Dictionary(
                uniqueKeysWithValues: ConfigurationKey.all.filter { !$0.usual.isEmpty }.map { ($0.name, $0.usual) }))
        #expect(usual == ServiceConfiguration())
    }

    @Test("connection strings get our search path unless they bring options")
    func searchPath() {
        #expect(
            ServiceDatabase.withSearchPath("postgres://h/d")
                == "postgres://h/d?options=-c%20search_path%3Devenhand%2Cpublic")
        #expect(ServiceDatabase.withSearchPath("postgres://h/d?a=b").contains("?a=b&options="))
        #expect(ServiceDatabase.withSearchPath("host=h").hasSuffix("options='-c search_path=evenhand,public'"))
        #expect(ServiceDatabase.withSearchPath("host=h options=x") == "host=h options=x")
    }
}
