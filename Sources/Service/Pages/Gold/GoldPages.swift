/// The Gold group's queue and its cases.
enum GoldPages {
    static let routes: [WebRoute] = []
}
