/// What auditors read: the quarterly report, who read sealed texts, dip samples, and the ledger's state.
enum AuditorPages {
    static let routes: [WebRoute] = ReportPage.routes + [AccessLogPage.show, LedgerPage.show] + DipPages.routes
}
