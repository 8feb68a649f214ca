import Deployment

/// Training sessions, who is booked on them, and duties that a lapse has re-opened.
enum TrainingPages {
    static let routes: [WebRoute] =
        [TrainingListPage.route] + NewSessionPage.routes + SessionPage.routes + SessionPage.cancelling
        + BookingPage.routes + [ReopenedPage.route]
}
