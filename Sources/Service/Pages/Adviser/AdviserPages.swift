/// What an independent adviser is asked.
enum AdviserPages {
    static let routes: [WebRoute] = []
}
