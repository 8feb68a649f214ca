import Deployment
import Records

/// Flags: each a question with its evidence, for Gold and auditors.
enum FlagPages {
    static let routes: [WebRoute] = [
        .page("/flags", .roles([.gold, .auditor])) { call in
            let paging = try Paging(call.call)
            let page = try await call.house.gold.flags(
                kind: call.asked("kind"), after: paging.cursor, limit: paging.limit)
            return view(
                page.items, more: FilterView.next(page.next, path: "/flags", keeping: ["kind"], call),
                kind: call.asked("kind"), isGold: try call.caller.role == .gold)
        },
        .page("/flags/{flag}", .roles([.gold, .auditor])) { call in
            view(
                try await call.house.gold.flag(call.call.number("flag")), isGold: try call.caller.role == .gold)
        },
    ]

    /// The list. Only Gold is led to cases.
    static func view(_ flags: [Flag], more: String?, kind: String?, isGold: Bool) -> View {
        let kinds = FlagKinds.all.contains { $0 == kind } ? FlagKinds.all : FlagKinds.all + [kind].compactMap(\.self)
        let filters = FilterView(
            path: "/flags",
            selects: [
                .init("kind", "Kind", [("", "All")] + kinds.map { ($0, GoldWords.sentence($0)) }, chosen: kind)
            ], isFiltered: kind != nil)
        let rows: [[TableView.Cell]] = flags.map { flag in
            let priority = GoldWords.priority(flag.priority)
            return [
                .init(flag.number, link: "/flags/\(flag.number)"), .init(Moments.text(flag.raisedAt)),
                .init(GoldWords.sentence(flag.kind)), .init(priority.text, tag: priority.tone), .init(flag.finding),
                .init(flag.caseNumber, link: isGold ? "/cases/\(flag.caseNumber)" : nil),
            ]
        }
        return View(
            "Flags",
            [
                .paragraph("A flag is a question that a person answers, not a verdict. Newest first."),
                .template("gold/filters", filters.chipped()),
                .table(
                    TableView(
                        "Flags", heads: ["Flag", "Raised", "Kind", "Priority", "Finding", "Case"], rows: rows,
                        empty: kind == nil ? "No flag was raised yet." : "No flag of this kind was raised yet.",
                        more: more)),
            ]
        ).with { $0.isWide = true }
    }

    /// One flag with its evidence.
    static func view(_ flag: Flag, isGold: Bool) -> View {
        let priority = GoldWords.priority(flag.priority)
        return View(
            "\(flag.number): \(GoldWords.sentence(flag.kind).lowercasedFirst)",
            [
                .summary([
                    SummaryRow("Raised", Moments.text(flag.raisedAt)),
                    SummaryRow("Priority", priority.text, tag: priority.tone),
                    SummaryRow("About", GoldWords.subject(flag.subjectKind, flag.subjectID, flag.subjectName)),
                    SummaryRow("Case", flag.caseNumber, link: isGold ? "/cases/\(flag.caseNumber)" : nil),
                ]), .heading("The question and its evidence"),
            ] + EvidenceParts.parts(flag))
    }
}

/// The kinds of flags there are, for the filter; one that came later can still be asked for in the address.
enum FlagKinds {
    static let all = [
        "selective_scope", "gold_review", "short_form_overdue", "recorded_late", "review_missed",
        "renewed_beyond_limit", "undeclared_renewal", "reason_too_short", "reason_repeated", "refused_attempt",
        "undocumented", "late_row", "no_return", "mission_concentration", "supervisor_concentration",
        "officer_avoidance", "surge", "pair_concentration", "swap_network", "burden_inequality", "site_short_changed",
        "dip_escalated",
    ]
}
