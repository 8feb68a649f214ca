/// What a duty day brings: who was there, what goes wrong, what lapses.
enum DutyDayPages {
    static let routes: [WebRoute] = [
        AttendancePage.routes, AttendanceCorrectionPage.routes, RepairListPage.routes, NewRepairPage.routes,
        RepairPage.routes, CurrencyWatchPage.routes, ChangePages.routes, NewChangePage.routes,
        [UnacknowledgedPage.route],
    ].flatMap(\.self)
}
