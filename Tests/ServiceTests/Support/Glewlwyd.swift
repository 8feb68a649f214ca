import AsyncHTTPClient
import CryptoExtras
import Deployment
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Service
import Testing

/// A real OpenID Connect provider (Glewlwyd, as Debian has it) in a directory of its own, which demands PKCE of everybody.
actor Glewlwyd {
    static let client = "evenhand"
    static let secret = "secret-of-the-client"
    static let person = (name: "pat", password: "a password at the provider", shown: "Pat Example")

    /// Where it is installed; nil where it is not. `.ci/setup` unpacks it beside the sources.
    static let home: String? = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path
        return ["\(root)/.build-glewlwyd/usr", "/usr"].first {
            FileManager.default.isExecutableFile(atPath: "\($0)/bin/glewlwyd")
        }
    }()

    nonisolated private let port: Int
    private let directory: String
    private let home: String
    private let http: HTTPClient
    private var process = Process()
    private var jar: [String: String] = [:]

    nonisolated var issuer: String { "http://127.0.0.1:\(port)/api/oidc" }

    private init(_ home: String, _ directory: String, port: Int, http: HTTPClient) {
        (self.home, self.directory, self.port, self.http) = (home, directory, port, http)
    }

    /// Runs one for the time of `body`, set up with a client that goes back to `returnAddress` and a person with these roles.
    static func with(
        returnAddress: String, roles: [String], _ body: (Glewlwyd) async throws -> Void
    ) async throws {
        let home = try #require(home)
        let directory = "/tmp/evenhand-provider-\(UUID().uuidString.lowercased().prefix(8))"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let port = try await freePort()
        let settings = HTTPClient.Configuration(redirectConfiguration: .disallow)
        try await HTTPClient.withHTTPClient(configuration: settings) { http in
            let provider = Glewlwyd(home, directory, port: port, http: http)
            do {
                try await provider.setUp(returnAddress, roles)
                try await body(provider)
            } catch {
                await provider.stop()
                throw error
            }
            await provider.stop()
        }
    }

    /// A port on which nobody listens, below those from which the kernel takes one for every connection of the other tests: it
    /// is bound twice, and must not be taken in between.
    private static func freePort() async throws -> Int {
        for _ in 0..<100 {
            let port = Int.random(in: 20_000..<32_000)
            let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            guard let listener = try? await bootstrap.bind(host: "127.0.0.1", port: port).get() else { continue }
            try await listener.close()
            return port
        }
        return try #require(nil, "no port is free")
    }

    /// Signs the person in at the provider, lets it tell the client, and follows a sign-in that was begun: where it leads.
    func authorise(_ address: String) async throws -> String {
        jar = [:]
        try await send(
            .POST, "/api/auth/", ["username": .string(Self.person.name), "password": .string(Self.person.password)])
        try await send(.PUT, "/api/auth/grant/\(Self.client)", ["scope": "openid"])
        let path = String(address.dropFirst("http://127.0.0.1:\(port)".count))
        let reply = try await send(.GET, path + "&g_continue=1")
        return reply.headers.first(name: "Location") ?? ""
    }

    // MARK: Setting up

    private func setUp(_ returnAddress: String, _ roles: [String]) async throws {
        try configuration.write(toFile: "\(directory)/glewlwyd.conf", atomically: true, encoding: .utf8)
        try await run("/bin/sh", ["-c", #"sqlite3 "$0" < "$1""#, database, tables])
        try await start()
        try await signInAsAdmin()
        try await send(.POST, "/api/mod/plugin/", try plugin())
        // A user may have roles only after the module was told so and the provider started again.
        let module = try await send(.GET, "/api/mod/user/database").json
        try await send(.PUT, "/api/mod/user/database", Self.withRoles(module))
        await stop()
        try await start()
        try await signInAsAdmin()
        try await send(
            .POST, "/api/client/",
            [
                "client_id": .string(Self.client), "name": "Evenhand", "enabled": true, "confidential": true,
                "password": .string(Self.secret), "redirect_uri": [.string(returnAddress)],
                "authorization_type": ["code"], "scope": [],
                "token_endpoint_auth_method": ["client_secret_basic", "client_secret_post"],
            ])
        try await send(
            .POST, "/api/user/",
            [
                "username": .string(Self.person.name), "name": .string(Self.person.shown),
                "password": .string(Self.person.password), "email": "pat@x.example", "enabled": true,
                "scope": ["openid", "g_profile"], "roles": .array(roles.map { .string($0) }),
            ])
    }

    private func signInAsAdmin() async throws {
        jar = [:]
        try await send(.POST, "/api/auth/", ["username": "admin", "password": "password"])
    }

    private var database: String { "\(directory)/db" }
    private var tables: String { "\(home)/share/dbconfig-common/data/glewlwyd/install/sqlite3" }

    private var configuration: String {
        """
        port=\(port)
        bind_address="127.0.0.1"
        external_url="http://127.0.0.1:\(port)"
        login_url="login.html"
        api_prefix="api"
        log_mode="console"
        log_level="WARNING"
        cookie_secure=0
        cookie_same_site="empty"
        session_expiration=2419200
        session_key="GLEWLWYD2_SESSION_ID"
        admin_session_authentication="cookie"
        profile_session_authentication="cookie"
        allow_multiple_user_per_session=true
        login_api_enabled=true
        max_post_size=16778240
        admin_scope="g_admin"
        profile_scope="g_profile"
        user_module_path="\(home)/lib/glewlwyd/user"
        user_middleware_module_path="\(home)/lib/glewlwyd/user_middleware"
        client_module_path="\(home)/lib/glewlwyd/client"
        user_auth_scheme_module_path="\(home)/lib/glewlwyd/scheme"
        plugin_module_path="\(home)/lib/glewlwyd/plugin"
        hash_algorithm = "SHA512"
        database = { type = "sqlite3" path = "\(database)" };
        """
    }

    private func plugin() throws -> JSON {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        func claim(_ name: String, _ property: String) -> JSON {
            [
                "name": .string(name), "user-property": .string(property), "type": "string", "mandatory": true,
                "on-demand": false, "scope": [],
            ]
        }
        return [
            "module": "oidc", "name": "oidc", "display_name": "OIDC",
            "parameters": [
                "iss": .string(issuer), "jwt-type": "rsa", "jwt-key-size": "256",
                "key": .string(key.pemRepresentation), "cert": .string(key.publicKey.pemRepresentation),
                "access-token-duration": 3600, "refresh-token-duration": 1_209_600, "code-duration": 600,
                "refresh-token-rolling": true, "allow-non-oidc": true, "auth-type-code-enabled": true,
                "auth-type-client-enabled": false, "auth-type-device-enabled": false,
                "auth-type-password-enabled": false, "auth-type-refresh-enabled": true,
                "auth-type-token-enabled": false, "auth-type-id-token-enabled": true,
                "auth-type-none-enabled": false, "scope": [], "additional-parameters": [],
                "claims": [claim("roles", "roles"), claim("account", "name")],
                "service-documentation": "", "op-policy-uri": "", "op-tos-uri": "", "jwks-show": true,
                "jwks-x5c": [], "request-parameter-allow": false, "pkce-allowed": true,
                "pkce-method-plain-allowed": false, "pkce-required": true,
                "introspection-revocation-allowed": false, "register-client-allowed": false, "secret-type": "",
                "subject-type": "public", "code-replay": false, "encrypt-out-token-allow": false,
                "session-management-allowed": false, "client-registration-allowed": false,
            ],
        ]
    }

    /// The user module with one more property.
    private static func withRoles(_ module: JSON) -> JSON {
        func setting(_ name: String, in object: JSON?, _ change: (JSON?) -> JSON) -> JSON {
            let members = object?.members ?? []
            return .object(members.filter { $0.key != name } + [.init(name, change(object?[name]))])
        }
        return setting("parameters", in: module) { parameters in
            setting("data-format", in: parameters) { formats in
                setting("roles", in: formats) { _ in
                    [
                        "multiple": true, "read": true, "write": true, "profile-read": false,
                        "profile-write": false,
                    ]
                }
            }
        }
    }

    // MARK: Talking to it

    private struct Reply {
        let headers: HTTPHeaders
        let bytes: [UInt8]

        var json: JSON { (try? JSON.parse(bytes)) ?? .null }
    }

    @discardableResult
    private func send(_ method: HTTPMethod, _ path: String, _ body: JSON? = nil) async throws -> Reply {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = method
        // A connection that stays open would keep the provider from ending.
        request.headers.add(name: "Connection", value: "close")
        if !jar.isEmpty {
            request.headers.add(name: "Cookie", value: jar.map { "\($0.key)=\($0.value)" }.joined(separator: "; "))
        }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body.bytes()))
        }
        let response = try await http.execute(request, timeout: .seconds(20))
        for line in response.headers["Set-Cookie"] {
            let pair = line.split(separator: ";")[0].split(separator: "=", maxSplits: 1)
            if pair.count == 2 { jar[String(pair[0])] = String(pair[1]) }
        }
        let bytes = Array(buffer: try await response.body.collect(upTo: 1 << 20))
        guard response.status.code < 400 else {
            throw Fault(
                "\(method) \(path): \(response.status.code) \(String(decoding: bytes.prefix(300), as: UTF8.self))")
        }
        return Reply(headers: response.headers, bytes: bytes)
    }

    /// What went wrong with the provider itself.
    struct Fault: Error, CustomStringConvertible {
        let description: String

        init(_ description: String) { self.description = description }
    }

    // MARK: The process

    private func start() async throws {
        process = Process()
        process.executableURL = URL(filePath: "\(home)/bin/glewlwyd")
        process.arguments = ["-c", "\(directory)/glewlwyd.conf", "-m", "console"]
        process.standardInput = FileHandle.nullDevice
        let log = "\(directory)/log"
        try Data().write(to: URL(filePath: log))
        process.standardOutput = FileHandle(forWritingAtPath: log)
        process.standardError = FileHandle(forWritingAtPath: log)
        try process.run()
        for _ in 0..<150 {
            if (try? await send(.GET, "/config")) != nil { return }
            guard process.isRunning else { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        let said = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        throw Fault("the provider did not start: \(said.suffix(500))")
    }

    /// Waits until it has ended, but no longer than ten seconds.
    private func ended() async {
        for _ in 0..<200 where process.isRunning { try? await Task.sleep(for: .milliseconds(50)) }
    }

    private func stop() async {
        guard process.isRunning else { return }
        process.terminate()
        await ended()
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGKILL)
        await ended()
    }

    private func run(_ program: String, _ arguments: [String]) async throws {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in done.resume() }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                done.resume(throwing: error)
            }
        }
        guard process.terminationStatus == 0 else { throw Fault("\(program) failed") }
    }
}
