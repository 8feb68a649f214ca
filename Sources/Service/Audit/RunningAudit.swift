import Deployment
import Impartiality
import Records

/// The engine with the history that it has seen, up to the last day it closed.
struct RunningAudit<Engine: DayCloser>: Sendable {
    private(set) var ground: AuditGround
    private var engine: Engine
    /// The last day closed; none before the first.
    private(set) var through: Day?
    /// What the facts up to then were like when they were read.
    private(set) var digest = ""

    /// An audit that has seen nothing.
    init(_ master: AuditMaster, _ make: @Sendable (History, ErrorBudget) -> Engine) {
        ground = AuditGround(master)
        engine = make(ground.history, ErrorBudget(flagsAYear: master.falseFlagsAYear))
    }

    /// Closes the days of these facts, which follow the last one closed; what it raises, as the record takes it.
    ///
    /// What a trigger of the database raises by rule, in the transaction that causes it, is left out.
    mutating func close(_ facts: AuditFacts, digest: String) -> [JSON] {
        var found: [JSON] = []
        for day in facts.byDay(after: through ?? ground.master.first.adding(-1)) {
            ground.take(day)
            let flags = engine.close(Int32(day.through.days(since: ground.master.first)), of: ground.history)
            found += flags.filter { !$0.pattern.isHeldByTheDatabase }.map(ground.document)
            through = day.through
        }
        self.digest = digest
        return found
    }
}

extension Pattern {
    /// Whether it is a rule that migrations 0008 and 0015 hold at the moment of the write.
    fileprivate var isHeldByTheDatabase: Bool {
        switch self {
        case .selectiveScope, .undocumented, .deficientDocumentation: true
        default: false
        }
    }
}
