/// What auditors read: the quarterly report, who read sealed texts, and the ledger's state.
enum AuditorPages {
    static let routes: [WebRoute] = ReportPage.routes + [AccessLogPage.show, LedgerPage.show]
}
