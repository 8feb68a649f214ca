import Deployment
import HTTPTypes
import Records

/// Who am I.
extension Routes {
    static let identity: [Route] = [
        .get(
            "\(base)/me", "Who this token is for.", .roles(Set(Role.allCases)),
            .named(
                "Me",
                .object([
                    .required("account", .integer(1...Int.max)), .required("name", .text(1...80)),
                    .required("role", .oneOf(Role.self)), .optional("rank", .oneOf(Rank.self)),
                    .optional("officer", .string(.officer)), .optional("team", .string(.token(16))),
                ]))
        ) { call in
            let caller = try call.caller
            return .json(try JSON(encoding: Me(caller)))
        }
    ]

    private struct Me: Encodable {
        let account: Int64
        let name: String
        let role: Role
        let rank: Rank?
        let officer: String?
        let team: String?

        init(_ caller: Principal) {
            account = caller.accountID
            name = caller.name
            role = caller.role
            rank = caller.rank
            officer = caller.officerID
            team = caller.teamID
        }
    }
}
