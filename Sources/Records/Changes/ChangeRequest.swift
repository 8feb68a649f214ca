import Deployment
import FoundationEssentials

/// The window of a relief, inside the shift of its duty.
package struct ChangeWindow: Sendable, Codable, Equatable {
    package var startsAt: Date
    package var endsAt: Date

    /// A window.
    package init(startsAt: Date, endsAt: Date) {
        self.startsAt = startsAt
        self.endsAt = endsAt
    }
}

/// A wish to change a published duty: take a deployment away, put an officer on a duty, or both; or counter a change.
package struct ChangeRequest: Sendable, Codable, Equatable {
    /// What it does; nil where the rest tells.
    package var kind: ChangeKind?
    /// The deployment to take away; nil to call somebody in.
    package var removes: Int64?
    package var ground: ChangeGround
    /// The kind of the exigency; needed with that ground, and for every recall.
    package var exigency: ExigencyKind?
    /// What the ground names: an abstraction, a restriction, a skill, the other deployment of a swap, "ND-41", or the
    /// reference of an agreement with the Federation branch.
    package var reference: String?
    /// A sentence; at least ten characters for an exigency and for a counter-change.
    package var note: String
    /// Whether the officer's welfare was considered (PNB circular 86/9); a change without it is refused.
    package var welfareConsidered: Bool
    /// Said when the midnight before the duty has passed and an officer is given a duty; else it means nothing.
    package var recall: Bool
    /// Who takes which duty; nil for none. A swap places both by itself.
    package var place: VersionDeployment?
    /// Of a relief: when, inside the shift.
    package var window: ChangeWindow?
    /// Of a relief: the deployment that goes on standing and is relieved in the window.
    package var relieves: Int64?
    /// The change to counter.
    package var counters: Int64?

    /// A request.
    package init(
        kind: ChangeKind? = nil, removes: Int64? = nil, ground: ChangeGround, exigency: ExigencyKind? = nil,
        reference: String? = nil, note: String = "", welfareConsidered: Bool, recall: Bool = false,
        place: VersionDeployment? = nil, window: ChangeWindow? = nil, relieves: Int64? = nil, counters: Int64? = nil
    ) {
        self.kind = kind
        self.removes = removes
        self.ground = ground
        self.exigency = exigency
        self.reference = reference
        self.note = note
        self.welfareConsidered = welfareConsidered
        self.recall = recall
        self.place = place
        self.window = window
        self.relieves = relieves
        self.counters = counters
    }

    /// Reads what the API takes: only the ground and the word on welfare must be there.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        kind = try fields.decodeIfPresent(ChangeKind.self, forKey: .kind)
        removes = try fields.decodeIfPresent(Int64.self, forKey: .removes)
        ground = try fields.decode(ChangeGround.self, forKey: .ground)
        exigency = try fields.decodeIfPresent(ExigencyKind.self, forKey: .exigency)
        reference = try fields.decodeIfPresent(String.self, forKey: .reference)
        note = try fields.decodeIfPresent(String.self, forKey: .note) ?? ""
        welfareConsidered = try fields.decode(Bool.self, forKey: .welfareConsidered)
        recall = try fields.decodeIfPresent(Bool.self, forKey: .recall) ?? false
        place = try fields.decodeIfPresent(VersionDeployment.self, forKey: .place)
        window = try fields.decodeIfPresent(ChangeWindow.self, forKey: .window)
        relieves = try fields.decodeIfPresent(Int64.self, forKey: .relieves)
        counters = try fields.decodeIfPresent(Int64.self, forKey: .counters)
    }
}

extension ChangeRequest {
    /// The fields that break a rule which needs no look at the record; empty where none does.
    package var problems: [FieldProblem] {
        var found: [FieldProblem] = []
        if !welfareConsidered {
            found.append(FieldProblem("/welfareConsidered", "a change is made only once welfare was considered"))
        }
        if ground == .exigency && exigency == nil {
            found.append(FieldProblem("/exigency", "an exigency says its kind"))
        }
        if recall && exigency == nil {
            found.append(FieldProblem("/exigency", "a recall says its exigency"))
        }
        if (ground == .exigency || counters != nil) && note.count < 10 {
            found.append(
                FieldProblem("/note", "an exigency or a counter-change needs a note of at least ten characters"))
        }
        if let rule = referenceRule { found.append(FieldProblem("/reference", rule)) }
        return found + shapeProblems
    }

    /// What is wrong with the reference under the ground.
    private var referenceRule: String? {
        let text = reference ?? ""
        return switch ground {
        case .abstraction: text.isEmpty ? "names the abstraction" : nil
        case .restriction: text.isEmpty ? "names the restriction" : nil
        case .lapsedCurrency: text.isEmpty ? "names the skill that lapsed" : nil
        case .swap: Int64(text) == nil ? "is the number of the other deployment" : nil
        case .nonDeployment:
            Int64(text.hasPrefix("ND-") ? String(text.dropFirst(3)) : text) == nil
                ? "is the number of the non-deployment, such as ND-41" : nil
        case .agreement: (3...80).contains(text.count) ? nil : "names the agreement with the Federation branch"
        case .exigency, .ownRequest: nil
        }
    }

    private var shapeProblems: [FieldProblem] {
        var found: [FieldProblem] = []
        if counters != nil || kind == .counter {
            if counters == nil { found.append(FieldProblem("/counters", "names the change to counter")) }
            if removes != nil || place != nil || window != nil || relieves != nil {
                found.append(
                    FieldProblem("/counters", "a counter-change names the change it counters and nothing else"))
            }
            if let kind, kind != .counter {
                found.append(FieldProblem("/kind", "a change that counters another is of the kind counter"))
            }
            return found
        }
        let isRelief = kind == .relief || window != nil || relieves != nil
        if let kind, isRelief, kind != .relief {
            found.append(FieldProblem("/kind", "only a relief has a window of its own"))
        }
        if isRelief && window == nil { found.append(FieldProblem("/window", "a relief has a window")) }
        if let window, window.endsAt <= window.startsAt {
            found.append(FieldProblem("/window/endsAt", "lies after the start"))
        }
        if removes == nil && place == nil {
            found.append(FieldProblem("/place", "a change takes a deployment away, gives a duty, or both"))
        }
        switch kind {
        case .replace, .move:
            if removes == nil { found.append(FieldProblem("/removes", "names the deployment to take away")) }
            if place == nil { found.append(FieldProblem("/place", "says who takes which duty")) }
        case .takeOff, .standDown, .swap:
            if removes == nil { found.append(FieldProblem("/removes", "names the deployment to take away")) }
            if place != nil { found.append(FieldProblem("/place", "this kind of change names no other duty")) }
        case .callReserve, .relief:
            if removes != nil { found.append(FieldProblem("/removes", "this kind of change takes nobody off")) }
            if place == nil { found.append(FieldProblem("/place", "says who takes which duty")) }
        case .counter, nil: break
        }
        return found
    }
}
