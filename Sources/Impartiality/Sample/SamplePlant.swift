/// A pattern to be planted in a sample: from which day of the history, and how strongly.
///
/// A *share* is the probability with which the thing happens on each occasion, a *ratio* multiplies the impartial rate.
package enum SamplePlant: Sendable, Hashable {
    /// A mission loses officers to decisions at so many times the impartial rate.
    case missionConcentration(from: Int32, ratio: Double)
    /// A supervisor grants the officers of the line at so many times the impartial rate.
    case supervisorOver(from: Int32, ratio: Double)
    /// A supervisor refuses this share of requests (impartial: 0.12).
    case supervisorRefuse(from: Int32, share: Double)
    /// An officer is kept out of this share of the postings to a mission before they are published.
    case avoidancePublished(from: Int32, share: Double)
    /// An officer reports sick on this share of the duties published at a mission.
    case avoidanceSick(from: Int32, share: Double)
    /// An officer swaps away this share of the duties published at a mission.
    case swapNetwork(from: Int32, share: Double)
    /// So many officers of one team ask within 7 days.
    case teamSurge(from: Int32, officers: Int)
    /// So many officers are relieved at one mission within 14 days.
    case missionSurge(from: Int32, officers: Int)
    /// The whole command asks at so many times its rate for 28 days, outside a declared season.
    case commandSurge(from: Int32, ratio: Double)
    /// A supervisor, outside the officer's line where the team has several, grants one officer so many times a year more.
    case pair(from: Int32, grantsAYear: Double)
    /// Three officers of a team shed this share of their nights (impartial: 0.015).
    case burdenNight(from: Int32, share: Double)
    /// Three officers of a team have this share of their weekend days off in lieu (impartial: 0.015).
    case burdenWeekend(from: Int32, share: Double)
    /// Three officers of a team are kept out of this share of the postings at the Exceptional level.
    case burdenHigh(from: Int32, share: Double)
    /// This share of a mission's duties is left unfilled, and no reserve is sent there.
    case missionShortChanged(from: Int32, share: Double)
    /// The same of one site of a mission that has others.
    case siteShortChanged(from: Int32, share: Double)
    /// The first officer relieved of one mission only, on the day or soon after.
    case selectiveScope(from: Int32)
    /// An officer who stays away, on the day or soon after, with nothing on record.
    case undocumentedAbsence(from: Int32)
    /// A grant, of the day or soon after, whose reason says nothing.
    case shortReason(from: Int32)

    /// How strongly a plant of `every` shows: the sizes at which detectors of the field are compared.
    package enum Strength: Int, Sendable, CaseIterable {
        case weak, medium, strong
    }

    /// One plant of every statistical pattern, in the order of the cases.
    package static func every(_ strength: Strength, from day: Int32) -> [SamplePlant] {
        func size<Number>(_ weak: Number, _ medium: Number, _ strong: Number) -> Number {
            [weak, medium, strong][strength.rawValue]
        }
        let ratio = size(2.0, 3.5, 7)
        let shed = size(0.25, 0.5, 0.9)
        let burden = size(0.08, 0.2, 0.5)
        let officers = size(4, 6, 9)
        return [
            .missionConcentration(from: day, ratio: ratio), .supervisorOver(from: day, ratio: ratio),
            .supervisorRefuse(from: day, share: size(0.35, 0.6, 0.9)),
            .avoidancePublished(from: day, share: size(0.5, 0.8, 1)), .avoidanceSick(from: day, share: shed),
            .swapNetwork(from: day, share: shed), .teamSurge(from: day, officers: officers),
            .missionSurge(from: day, officers: officers), .commandSurge(from: day, ratio: size(1.5, 2, 3)),
            .pair(from: day, grantsAYear: size(1.5, 4, 10)), .burdenNight(from: day, share: burden),
            .burdenWeekend(from: day, share: burden), .burdenHigh(from: day, share: size(0.3, 0.6, 0.9)),
            .missionShortChanged(from: day, share: size(0.05, 0.1, 0.25)),
            .siteShortChanged(from: day, share: size(0.05, 0.1, 0.25)),
        ]
    }

    /// The first day on which it may show.
    package var from: Int32 {
        switch self {
        case .missionConcentration(let day, _), .supervisorOver(let day, _), .supervisorRefuse(let day, _),
            .avoidancePublished(let day, _), .avoidanceSick(let day, _), .swapNetwork(let day, _),
            .teamSurge(let day, _), .missionSurge(let day, _), .commandSurge(let day, _), .pair(let day, _),
            .burdenNight(let day, _), .burdenWeekend(let day, _), .burdenHigh(let day, _),
            .missionShortChanged(let day, _), .siteShortChanged(let day, _), .selectiveScope(let day),
            .undocumentedAbsence(let day), .shortReason(let day):
            day
        }
    }

    /// The pattern that is to find it.
    package var pattern: Pattern {
        switch self {
        case .missionConcentration: .missionConcentration
        case .supervisorOver, .supervisorRefuse: .supervisorConcentration
        case .avoidancePublished, .avoidanceSick: .officerAvoidance
        case .swapNetwork: .swapNetwork
        case .teamSurge, .missionSurge, .commandSurge: .surge
        case .pair: .pairConcentration
        case .burdenNight, .burdenWeekend, .burdenHigh: .burdenInequality
        case .missionShortChanged, .siteShortChanged: .siteShortChanged
        case .selectiveScope: .selectiveScope
        case .undocumentedAbsence: .undocumented
        case .shortReason: .deficientDocumentation
        }
    }
}
