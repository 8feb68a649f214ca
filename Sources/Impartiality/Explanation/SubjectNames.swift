extension History {
    /// The kind and id of a subject, as `officer W12`; officers by id only.
    package func name(of subject: Subject) -> String {
        func named(_ kind: String, _ place: Int32, _ id: (Int) -> String) -> String {
            place < 0 ? "\(kind) not on record" : "\(kind) \(id(Int(place)))"
        }
        return switch subject {
        case .officer(let place): named("officer", place) { officers[$0].id }
        case .supervisor(let place): named("supervisor", place) { supervisors[$0].id }
        case .mission(let place): named("mission", place) { missions[$0].id }
        case .site(let place): named("site", place) { sites[$0].id }
        case .post(let place): named("post", place) { posts[$0].id }
        case .team(let place): named("team", place) { teams[$0].id }
        case .decision(let place): named("decision", place) { decisions[$0].id }
        case .command(let place): named("command", place) { commands[$0] }
        }
    }

    /// ` by supervisor V3`; nothing for somebody who was not on record on a day.
    func decider(_ decision: Decision, asKnownOn day: Int32) -> String {
        switch decision.decider {
        case .supervisor(let place) where place >= 0: " by supervisor \(supervisors[Int(place)].id)"
        case .officer(let place) where place >= 0 && officers[Int(place)].joined - Self.daysPlannedAhead <= day:
            " by officer \(officers[Int(place)].id)"
        default: ""
        }
    }
}

extension [Subject] {
    /// The first officer named.
    var officer: Int32? { lazy.compactMap { if case .officer(let place) = $0 { place } else { nil } }.first }
    /// The first supervisor named.
    var supervisor: Int32? { lazy.compactMap { if case .supervisor(let place) = $0 { place } else { nil } }.first }
    /// The first mission named.
    var mission: Int32? { lazy.compactMap { if case .mission(let place) = $0 { place } else { nil } }.first }
    /// The first site named.
    var site: Int32? { lazy.compactMap { if case .site(let place) = $0 { place } else { nil } }.first }
    /// The first post named.
    var post: Int32? { lazy.compactMap { if case .post(let place) = $0 { place } else { nil } }.first }
    /// The first team named.
    var team: Int32? { lazy.compactMap { if case .team(let place) = $0 { place } else { nil } }.first }
    /// The first decision named.
    var decision: Int32? { lazy.compactMap { if case .decision(let place) = $0 { place } else { nil } }.first }
    /// The first command named.
    var command: Int32? { lazy.compactMap { if case .command(let place) = $0 { place } else { nil } }.first }
}

/// The name of a shift.
func shiftName(_ shift: UInt8) -> String {
    ["early", "late", "night"][min(2, Int(shift))]
}
