/// The board of the duties office, a duty, an officer's month.
enum BoardPages {
    static let routes: [WebRoute] = []
}
