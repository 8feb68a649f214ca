extension History {
    /// The kind of scope of a granted decision that covers a post and not every post of the officer's command; nil otherwise.
    ///
    /// Only the set of posts counts: every post listed one by one is not selective, nor is a scope of shifts, which meets
    /// every mission alike. O(posts).
    func selectiveScope(ofDecision index: Int) -> String? {
        let decision = decisions[index]
        guard decision.isGranted else { return nil }
        let command = officers[Int(decision.officer)].command
        switch decision.scope {
        case .allArmed, .shifts: return nil
        case .missions(let ids): return isSelective(ids, of: command) { _, site, _ in site.mission } ? "mission" : nil
        case .sites(let ids): return isSelective(ids, of: command) { _, _, post in post.site } ? "site" : nil
        case .posts(let ids): return isSelective(ids, of: command) { place, _, _ in place } ? "post" : nil
        }
    }

    private func isSelective(_ ids: [Int32], of command: Int32, by key: (Int32, Site, Post) -> Int32) -> Bool {
        let named = Set(ids)
        var coversSome = false
        var coversAll = true
        for (place, post) in posts.enumerated() {
            let site = sites[Int(post.site)]
            if named.contains(key(Int32(place), site, post)) {
                coversSome = true
            } else if missions[Int(site.mission)].command == command {
                coversAll = false
            }
        }
        return coversSome && !coversAll
    }
}
