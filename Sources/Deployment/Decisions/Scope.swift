/// What duties a non-deployment covers.
package enum Scope: Hashable, Sendable {
    /// Every post that requires the authority to carry.
    case allArmed
    /// Every post at the sites of these missions.
    case missions([String])
    /// Every post at these sites.
    case sites([String])
    /// These posts.
    case posts([String])

    /// The column `scope_kind`.
    package var kind: String {
        switch self {
        case .allArmed: "all_armed"
        case .missions: "mission"
        case .sites: "site"
        case .posts: "post"
        }
    }

    /// The column `scope_ids`; empty for all armed duty.
    package var ids: [String] {
        switch self {
        case .allArmed: []
        case .missions(let ids), .sites(let ids), .posts(let ids): ids
        }
    }

    /// A selective scope enters the Gold queue in the transaction that records it (design.md, guarantee 4).
    package var isSelective: Bool {
        self != .allArmed
    }

    /// The scope with this kind and these ids; nil when the two do not fit together.
    package init?(kind: String, ids: [String]) {
        switch (kind, ids.isEmpty) {
        case ("all_armed", true): self = .allArmed
        case ("mission", false): self = .missions(ids)
        case ("site", false): self = .sites(ids)
        case ("post", false): self = .posts(ids)
        default: return nil
        }
    }
}
