import Logging
import Postgres
import Records

/// Everything the routes work with: the stores over one pool, and what the process itself knows.
package struct House: Sendable {
    /// The application's pool.
    package let pool: Pool
    /// Searches side by side of a roster job that does not say.
    let jobThreads: Int
    /// Whether people reach the pages by https, through a proxy.
    let isSecure: Bool
    /// Accounts and tokens.
    package let accounts: Accounts
    /// Sessions of the pages, and the desk that opens them.
    package let sessions: Sessions
    package let signIn: SignInDesk
    /// Signing in by the provider; nil where the settings name none.
    let provider: ProviderDesk?
    /// Repeated writes.
    let idempotency: IdempotencyDesk
    /// What is counted.
    package let metrics: MetricsRegistry
    /// Where this process stands.
    package let health: Health
    /// News for open streams of events.
    let events: EventHub
    /// Stores of the roster's side.
    package let jobs: RosterJobs
    package let versions: RosterVersions
    package let reasons: ReasonDesk
    package let standing: StandingRoster
    package let changes: Changes
    package let restDaysOwed: RestDaysOwed
    package let repair: RepairDesk
    package let attendance: AttendanceRecords
    package let ruleSets: RuleSets
    package let questions: Questions
    package let swaps: Swaps
    package let operations: Operations
    package let limitedDuty: LimitedDuty
    package let patterns: IndividualPatterns
    /// Stores of the decisions' side.
    package let nonDeployments: NonDeployments
    package let gold: GoldQueue
    package let ledger: LedgerRecords
    /// Stores of authority and of what is told in confidence.
    package let currencies: Currencies
    package let concerns: Concerns
    package let challenges: Challenges
    /// What people are told.
    package let notifications: Notifications

    /// A house over a pool. Tests spare the work that makes a password hard to guess.
    package init(
        pool: Pool, jobThreads: Int = 1, metrics: MetricsRegistry = MetricsRegistry(),
        passwordCost: PasswordHash.Cost = .usual, isSecure: Bool = false, provider: ProviderSettings? = nil,
        logger: Logger
    ) {
        self.init(
            pool: pool, jobThreads: jobThreads, metrics: metrics, passwordCost: passwordCost, isSecure: isSecure,
            provider: provider.map { ProviderDesk($0, pool: pool, line: .http(rootsFile: $0.rootsFile)) },
            logger: logger)
    }

    /// A house with a way of its own to the provider.
    init(
        pool: Pool, jobThreads: Int = 1, metrics: MetricsRegistry = MetricsRegistry(),
        passwordCost: PasswordHash.Cost = .usual, isSecure: Bool = false, provider: ProviderDesk?, logger: Logger
    ) {
        self.pool = pool
        self.jobThreads = jobThreads
        self.isSecure = isSecure
        self.metrics = metrics
        accounts = Accounts(pool: pool)
        sessions = Sessions(pool: pool)
        signIn = SignInDesk(pool: pool, hash: PasswordHash(cost: passwordCost))
        self.provider = provider
        idempotency = IdempotencyDesk(pool: pool, logger: logger)
        health = Health(pool: pool)
        events = EventHub(pool: pool)
        jobs = RosterJobs(pool: pool)
        versions = RosterVersions(pool: pool)
        reasons = ReasonDesk(pool: pool)
        standing = StandingRoster(pool: pool)
        changes = Changes(pool: pool)
        restDaysOwed = RestDaysOwed(pool: pool)
        repair = RepairDesk(pool: pool)
        attendance = AttendanceRecords(pool: pool)
        ruleSets = RuleSets(pool: pool)
        questions = Questions(pool: pool)
        swaps = Swaps(pool: pool)
        operations = Operations(pool: pool)
        limitedDuty = LimitedDuty(pool: pool)
        patterns = IndividualPatterns(pool: pool)
        nonDeployments = NonDeployments(pool: pool)
        gold = GoldQueue(pool: pool)
        ledger = LedgerRecords(pool: pool)
        currencies = Currencies(pool: pool)
        concerns = Concerns(pool: pool)
        challenges = Challenges(pool: pool)
        notifications = Notifications(pool: pool)
    }
}
