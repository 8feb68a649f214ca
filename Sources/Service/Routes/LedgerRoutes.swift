import Deployment
import Records

/// The ledger, for those who check it from outside.
extension Routes {
    private static let leaf = Schema.named(
        "LedgerLeaf",
        .object([
            .required("index", .integer(0...Int.max)), .required("kind", .text(1...60)),
            .required("subject", .text(1...60)), .required("recordedAt", .text(1...40), "As hashed."),
            .required("commitment", .string(.token(64))), .required("leafHash", .string(.token(64))),
            .required("chain", .string(.token(64))),
        ]))

    static let ledger: [Route] = [
        .get(
            "\(base)/ledger", "How many leaves there are, and the newest signed checkpoint.",
            .roles([.auditor, .admin]),
            .object([
                .required("size", .integer(0...Int.max)),
                .optional(
                    "checkpoint",
                    .object([
                        .required("size", .integer(0...Int.max)),
                        .required("note", .text(1...10_000), "A signed note (C2SP)."),
                        .required("madeAt", .moment),
                    ])),
            ])
        ) { call in
            var members = [JSON.Member("size", .integer(Int(try await call.house.ledger.size())))]
            if let checkpoint = try await call.house.ledger.newestCheckpoint() {
                members.append(.init("checkpoint", try JSON(encoding: checkpoint)))
            }
            return .json(.object(members))
        },
        .get(
            "\(base)/ledger/leaves", "Leaves in order, from an index on.", .roles([.auditor, .admin]),
            query: Route.Parameter.paging + [
                .optional("from", .decimal(0...(Int.max - 1)), "The first index; 0 unless told.")
            ],
            .page(leaf)
        ) { call in
            let paging = try Paging(call)
            let start = try LedgerRange.start(paging.cursor, from: call.integer("from"))
            let leaves = try await LedgerRange.leaves(from: start, limit: paging.limit + 1, of: call.house.pool)
            let next = leaves.count > paging.limit ? String(start + paging.limit) : nil
            return .json(
                paging.document(
                    Array(leaves.prefix(paging.limit)), next: next, of: call, path: "\(base)/ledger/leaves"))
        },
    ]
}
