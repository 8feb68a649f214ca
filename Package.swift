// swift-tools-version: 6.2
import PackageDescription

/// Every target: no silent existentials (SE-0335), no members from modules a file does not import (SE-0444).
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "evenhand",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1.git", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-certificates.git", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.5.1"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.20.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        .systemLibrary(name: "CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(name: "CEmbeddedSQL"),
        .target(name: "CEmbeddedPages", exclude: ["templates", "static"]),
        .target(name: "Postgres", dependencies: ["CLibpq"], swiftSettings: strict),
        .target(name: "Deployment", swiftSettings: strict),
        .target(
            name: "Rostering", dependencies: ["Deployment"], exclude: ["FORMAT.md", "Competition/INRC2.md"],
            swiftSettings: strict),
        .target(
            name: "Impartiality", dependencies: ["Deployment"], exclude: ["HISTORY.md"], swiftSettings: strict),
        .target(
            name: "Ledger", dependencies: [.product(name: "Crypto", package: "swift-crypto")], swiftSettings: strict),
        .target(
            name: "Records", dependencies: ["Postgres", "Ledger", "Deployment", "CEmbeddedSQL"],
            exclude: ["MasterData/README.md"], swiftSettings: strict),
        .target(
            name: "Service",
            dependencies: [
                "Records", "Rostering", "Impartiality", "Postgres", "Ledger", "Deployment", "CEmbeddedPages",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOExtras", package: "swift-nio-extras"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ], exclude: ["Configuration/README.md"], swiftSettings: strict),
        .executableTarget(
            name: "evenhand",
            dependencies: [
                "Service", "Records", "Rostering", "Impartiality", "Postgres", "Ledger", "Deployment",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),

        // One private PostgreSQL per test process; every database test borrows a clone of one migrated template.
        .target(
            name: "TestDatabase", dependencies: ["Postgres", "Records", "Deployment"], path: "Tests/TestDatabase",
            swiftSettings: strict),
        .testTarget(name: "DeploymentTests", dependencies: ["Deployment"], swiftSettings: strict),
        .testTarget(name: "RosteringTests", dependencies: ["Rostering", "Deployment"], swiftSettings: strict),
        .testTarget(name: "ImpartialityTests", dependencies: ["Impartiality", "Deployment"], swiftSettings: strict),
        .testTarget(
            name: "LedgerTests", dependencies: ["Ledger", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),
        .testTarget(name: "PostgresTests", dependencies: ["Postgres"], swiftSettings: strict),
        .testTarget(
            name: "RecordsTests", dependencies: ["Records", "Postgres", "Ledger", "Deployment", "TestDatabase"],
            swiftSettings: strict),
        .testTarget(
            name: "ServiceTests",
            dependencies: [
                "Service", "Records", "Rostering", "Impartiality", "Deployment", "Postgres", "Ledger", "TestDatabase",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                // Drives the tests' sign-in provider as a browser would.
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                // A certificate for the tests' mail server.
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ], swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests", dependencies: ["evenhand", "Postgres", "Deployment"],
            swiftSettings: strict),
        .testTarget(
            name: "FaultTests",
            dependencies: ["evenhand", "Postgres", "Records", "Deployment", "TestDatabase"], swiftSettings: strict),
        // A real Chromium on the demonstration, as its users work with it.
        .testTarget(
            name: "BrowserTests",
            dependencies: [
                "evenhand", "Service", "Postgres", "Deployment", "TestDatabase",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ], swiftSettings: strict),
    ]
)
