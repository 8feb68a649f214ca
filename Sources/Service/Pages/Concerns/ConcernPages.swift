/// Concerns raised in confidence.
enum ConcernPages {
    static let routes: [WebRoute] = []
}
