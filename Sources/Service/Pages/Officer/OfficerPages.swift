import Deployment
import Records

/// An officer's own duties, records and calendar; and for everybody what is due.
enum OfficerPages {
    static let routes: [WebRoute] =
        CalendarPages.routes + [
            DuePage.show, DuePage.acknowledge, DuePage.acknowledgeRead, DiaryPage.show, OwnRecordsPage.show,
            OwnReadsPage.show,
            OwnRecordPage.show,
        ] + OwnRecordPage.annex + PreferencePage.routes

    /// The officer whose pages these are. Throws for an account that is no officer's.
    static func own(_ call: WebCall) throws -> String {
        let caller = try call.caller
        guard caller.role == .officer, let own = caller.officerID else { throw APIProblem.notOwn }
        return own
    }
}
