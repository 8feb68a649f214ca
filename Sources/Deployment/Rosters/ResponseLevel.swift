/// The response levels in use since July 2006 (001 ¶63).
package enum ResponseLevel: String, CaseIterable, Sendable, Codable {
    case normal = "Normal"
    case heightened = "Heightened"
    case exceptional = "Exceptional"

    /// The weight of an unfilled duty at this level (roster format, `demand.weight`).
    package var weight: Int {
        switch self {
        case .normal: 1
        case .heightened: 2
        case .exceptional: 4
        }
    }
}
