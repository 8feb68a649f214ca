/// The day itself: attendance, changes, repairs, currencies, import and export.
enum DutyDayPages {
    static let routes: [WebRoute] = []
}
