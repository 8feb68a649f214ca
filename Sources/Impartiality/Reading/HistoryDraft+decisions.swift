import Deployment

extension HistoryDraft {
    /// The columns of decisions.csv.
    private struct Columns {
        let id, officer, requested, decided, recorded, decider, rank, outcome, category, kind, ids: HistoryTable.Column
        let from, to, reason, welfare, impartiality, review, reviewed, extends: HistoryTable.Column

        init(_ table: HistoryTable) {
            id = table.column("decision_id")
            officer = table.column("officer_id")
            requested = table.column("requested_on")
            decided = table.column("decided_on")
            recorded = table.column("recorded_on")
            decider = table.column("decided_by")
            rank = table.column("decided_by_rank")
            outcome = table.column("outcome")
            category = table.column("category")
            kind = table.column("scope_kind")
            ids = table.column("scope_ids")
            from = table.column("from_date")
            to = table.column("to_date")
            reason = table.column("reason")
            welfare = table.column("welfare_assessment")
            impartiality = table.column("impartiality_assessment")
            review = table.column("review_on")
            reviewed = table.column("reviewed_on")
            extends = table.column("extends")
        }
    }

    mutating func readDecisions(_ table: HistoryTable) {
        var table = table
        let columns = Columns(table)
        var ids = IdTable(noun: "decision of decisions.csv")
        var chain = DecisionChain()
        while table.next() {
            let decision = readDecision(&table, columns)
            guard table.insert(columns.id, in: &ids) else { continue }
            chain.note(extends: table.text(columns.extends), line: table.line(of: columns.extends))
            history.decisions.append(decision)
        }
        ids.isWhole = ids.isWhole && table.isWhole
        chain.link(&history.decisions, ids: ids, &table, columns.extends)
        problems.append(table.problems)
    }

    private func readDecision(_ table: inout HistoryTable, _ columns: Columns) -> History.Decision {
        let officer = table.place(columns.officer, in: officers)
        let requested = table.day(columns.requested, after: firstDay)
        let decided = table.day(columns.decided, after: firstDay)
        let recorded = table.day(columns.recorded, after: firstDay)
        table.expect(columns.decided, decided, notBefore: columns.requested, requested)
        table.expect(columns.recorded, recorded, notBefore: columns.decided, decided)
        expectRecorded(&table, columns.recorded, recorded)
        expectKnown(&table, columns.officer, officer: officer, on: recorded)
        let from = table.day(columns.from, after: firstDay)
        let to = table.day(columns.to, after: firstDay)
        table.expect(columns.to, to, notBefore: columns.from, from)
        let isGranted = table.word(columns.outcome, DecisionOutcome.self) != .refused
        // A refusal has nothing to review.
        let review =
            isGranted ? table.day(columns.review, after: firstDay) : table.dayOrNever(columns.review, after: firstDay)
        let reviewed = table.dayOrNever(columns.reviewed, after: firstDay)
        table.expect(columns.reviewed, reviewed, notBefore: columns.decided, decided)
        let rank = table.word(columns.rank, Rank.self)
        let decider = readDecider(&table, columns, rank: rank, officer: officer, on: recorded)
        return History.Decision(
            id: table.text(columns.id), officer: officer, requested: requested ?? 0, decided: decided ?? 0,
            recorded: recorded ?? 0, decider: decider, deciderRank: rank ?? .constable, isGranted: isGranted,
            category: table.text(columns.category), scope: readScope(&table, columns.kind, columns.ids),
            from: from ?? 0, to: to ?? 0, reason: table.text(columns.reason), welfare: table.text(columns.welfare),
            impartiality: table.text(columns.impartiality), reviewOn: review ?? 0, reviewed: reviewed ?? 0)
    }

    /// A supervisor, or an officer; an id of both is the officer's where officers decide on themselves.
    ///
    /// A peer of the officer may decide (which is flagged) before coming on record, and be missing from a truncated
    /// history: `none`. Somebody of a rank that may decide is on one of the lists.
    private func readDecider(
        _ table: inout HistoryTable, _ columns: Columns, rank: Rank?, officer: Int32, on recorded: Int32?
    ) -> History.Decision.Decider {
        let own = officers.place(of: table.bytes(columns.decider))
        if own >= 0, own == officer { return .officer(own) }
        let supervisor = supervisors.place(of: table.bytes(columns.decider))
        if supervisor >= 0 { return .supervisor(supervisor) }
        let isPeer = officer >= 0 && rank.map { $0 <= history.officers[Int(officer)].rank } ?? true
        if own >= 0, let recorded, let known = history.officers[Int(own)].known, recorded < known {
            if !isPeer { expectKnown(&table, columns.decider, officer: own, on: recorded) }
            return .officer(History.none)
        }
        if own < 0, !isPeer, officers.isWhole, supervisors.isWhole {
            table.problem(columns.decider, "is no supervisor of supervisors.csv and no officer of officers.csv")
        }
        return .officer(own)
    }

    /// The words of the column scope_kind.
    enum ScopeKind: String, CaseIterable {
        case allArmed = "all_armed"
        case shift, mission, site, post
    }

    private func readScope(
        _ table: inout HistoryTable, _ kind: HistoryTable.Column, _ ids: HistoryTable.Column
    ) -> History.Decision.Scope {
        guard let word = table.word(kind, ScopeKind.self), let parts = table.list(ids) else { return .allArmed }
        if word == .allArmed {
            if !parts.isEmpty { table.problem(ids, "stands beside all_armed, which has no ids") }
            return .allArmed
        }
        if parts.isEmpty { table.problem(ids, "is empty: scope \(word.rawValue) names what it covers") }
        func places(_ ids: IdTable, _ table: inout HistoryTable, _ column: HistoryTable.Column) -> [Int32] {
            parts.map { part in
                let place = ids.place(of: part)
                if place < 0, ids.isWhole {
                    table.problem(column, value: String(decoding: part, as: UTF8.self), "is no \(ids.noun)")
                }
                return place
            }
        }
        switch word {
        case .allArmed: return .allArmed
        case .mission: return .missions(places(missions, &table, ids))
        case .site: return .sites(places(sites, &table, ids))
        case .post: return .posts(places(posts, &table, ids))
        case .shift:
            var bits: UInt8 = 0
            for part in parts {
                guard let shift = ShiftField.shift(part) else {
                    table.problem(ids, value: String(decoding: part, as: UTF8.self), "is no shift (E, L or N)")
                    continue
                }
                bits |= 1 << shift
            }
            return .shifts(bits)
        }
    }
}
