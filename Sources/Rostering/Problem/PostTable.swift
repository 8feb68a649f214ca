/// The posts, their sites and the skills they require.
struct PostTable: Sendable {
    /// Sites that have a post, in the order of their first post.
    let siteIDs: [String]
    let siteIndex: [String: Int]
    /// Site of each post.
    let site: [Int]
    /// Skills each post requires, in the document's order.
    let requires: [[Int]]
}

extension PostTable {
    /// The posts of a document.
    init(_ document: ProblemDocument, _ index: DocumentIndex) {
        var ids: [String] = []
        var known: [String: Int] = [:]
        var sites: [Int] = []
        for post in document.posts {
            let site = known[post.site] ?? ids.count
            if site == ids.count {
                ids.append(post.site)
                known[post.site] = site
            }
            sites.append(site)
        }
        self.init(
            siteIDs: ids, siteIndex: known, site: sites,
            requires: document.posts.map { $0.requires.compactMap { index.skills[$0] } })
    }
}
