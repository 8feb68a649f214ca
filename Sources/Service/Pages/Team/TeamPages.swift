/// A supervisor's team today, and what is due.
enum TeamPages {
    static let routes: [WebRoute] = []
}
