/// Generating, comparing and publishing rosters.
enum RosterPages {
    static let routes: [WebRoute] = []
}
