/// An officer's own duties, records and calendar.
enum OfficerPages {
    static let routes: [WebRoute] = []
}
