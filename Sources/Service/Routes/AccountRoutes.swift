import Deployment
import FoundationEssentials
import HTTPTypes
import Records

/// Accounts and their tokens, for administrators.
extension Routes {
    private static let account = Schema.named(
        "Account",
        .object([
            .required("id", .integer(1...Int.max)), .required("name", .text(1...80)),
            .optional("rank", .oneOf(Rank.self)),
            .optional("team", .string(.token(16))), .optional("officer", .string(.officer)),
            .required("roles", .array(.oneOf(Role.self), count: 0...7)), .required("createdAt", .moment),
        ]))

    private static let token = Schema.named(
        "Token",
        .object([
            .required("id", .integer(1...Int.max)), .required("role", .oneOf(Role.self)),
            .required("createdAt", .moment),
            .required("expiresAt", .moment), .optional("revokedAt", .moment),
        ]))

    static let accounts: [Route] = [
        .get(
            "\(base)/accounts", "Accounts, in order of their numbers.", .roles([.admin]), query: Route.Parameter.paging,
            .page(account)
        ) { call in
            let paging = try Paging(call)
            let page = try await call.house.accounts.list(after: paging.cursor, limit: paging.limit)
            return .json(try paging.document(page, of: call, path: "\(base)/accounts") { try JSON(encoding: $0) })
        },
        .get("\(base)/accounts/{account}", "One account.", .roles([.admin]), account) { call in
            guard let found = try await call.house.accounts.find(call.number("account")) else {
                throw APIProblem.notFound
            }
            return .json(try JSON(encoding: found))
        },
        .post(
            "\(base)/accounts", "Makes an account.", .roles([.admin]),
            body: .object([
                .required("name", .text(1...80)), .optional("rank", .oneOf(Rank.self)),
                .optional("team", .string(.token(16))), .optional("officer", .string(.officer)),
                .required("roles", .array(.oneOf(Role.self), count: 1...7)),
            ]), .json(account)
        ) { call in
            let wish: NewAccount = try call.decode()
            let made = try await call.house.accounts.create(
                name: wish.name, rank: wish.rank, team: wish.team, officer: wish.officer, roles: Set(wish.roles))
            return .created(try JSON(encoding: made), location: "\(base)/accounts/\(made.id)")
        },
        .post(
            "\(base)/accounts/{account}/roles", "Gives an account one more role.", .roles([.admin]),
            body: .object([.required("role", .oneOf(Role.self))]), .nothing, status: .noContent
        ) { call in
            let wish: RoleWish = try call.decode()
            try AccountAccess.expectOther(call.number("account"), than: call.caller)
            try await call.house.accounts.grant(wish.role, to: call.number("account"))
            return .noContent
        },
        .get(
            "\(base)/accounts/{account}/tokens", "An account's tokens, newest first; never their texts.",
            .roles([.admin]), .list(token)
        ) { call in
            let account = try call.number("account")
            guard try await call.house.accounts.find(account) != nil else { throw APIProblem.notFound }
            return .json(try JSON(encoding: await call.house.accounts.tokens(of: account)))
        },
        .post(
            "\(base)/accounts/{account}/tokens", "Makes a token; its text is shown this once.", .roles([.admin]),
            body: .object([
                .required("role", .oneOf(Role.self)),
                .optional("days", .integer(1...366), "How long it works; 30 days unless told."),
            ]),
            .json(
                .object([
                    .required("id", .integer(1...Int.max)), .required("token", .string(.token(100))),
                    .required("role", .oneOf(Role.self)), .required("expiresAt", .moment),
                ])), issueToken
        ).with { $0.repetition = .refused },
        Route(
            method: .delete, path: "\(base)/tokens/{token}", summary: "Stops a token from working.",
            access: .roles([.admin]), success: .nothing, status: .noContent
        ) { call in
            try await call.house.accounts.revoke(token: call.number("token"), asOf: call.now)
            return .noContent
        },
    ]

    private struct NewAccount: Decodable {
        let name: String
        let rank: Rank?
        let team: String?
        let officer: String?
        let roles: [Role]
    }

    private struct RoleWish: Decodable {
        let role: Role
    }

    private struct TokenWish: Decodable {
        let role: Role
        let days: Int?
    }

    private static func issueToken(_ call: Call) async throws -> Answer {
        let wish: TokenWish = try call.decode()
        let account = try call.number("account")
        guard try await call.house.accounts.find(account) != nil else { throw APIProblem.notFound }
        let made = try await call.house.accounts.issueToken(
            account: account, role: wish.role, expiresAt: call.now.addingTimeInterval(Double(wish.days ?? 30) * 86_400),
            asOf: call.now)
        let answer: JSON = [
            "id": .integer(Int(made.id)), "token": .string(made.text), "role": .string(made.role.rawValue),
            "expiresAt": .moment(made.expiresAt),
        ]
        return .created(answer, location: "\(base)/tokens/\(made.id)")
    }
}

/// What administrators may not do to their own account.
enum AccountAccess {
    /// Throws 403 where somebody would give a role, or something else of weight, to themselves.
    static func expectOther(_ account: Int64, than caller: Principal, giving thing: String = "a role") throws {
        guard account != caller.accountID else {
            throw APIProblem(
                .forbidden, "own-role", "Nobody gives \(thing) to themselves: another administrator must.")
        }
    }
}
