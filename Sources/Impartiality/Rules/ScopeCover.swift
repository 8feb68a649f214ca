extension History {
    /// Whether a scope relieves of a duty; from the reserve an officer may be called to any post, so that any scope of
    /// posts does.
    func covers(_ scope: Decision.Scope, post: Int32, shift: UInt8) -> Bool {
        switch scope {
        case .allArmed: true
        case .shifts(let shifts): shifts >> shift & 1 == 1
        case .missions(let missions): post < 0 || missions.contains(mission(ofPost: post))
        case .sites(let sites): post < 0 || sites.contains(posts[Int(post)].site)
        case .posts(let posts): post < 0 || posts.contains(post)
        }
    }
}
