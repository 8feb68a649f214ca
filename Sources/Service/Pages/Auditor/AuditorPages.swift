/// The quarterly report, the access log and the ledger.
enum AuditorPages {
    static let routes: [WebRoute] = []
}
