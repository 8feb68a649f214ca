import Deployment
import FoundationEssentials
import Testing

@testable import Records
@testable import Service

@Suite("Pages of non-deployments")
struct DecisionPageTests {
    /// What nobody may get out of its place: markup, quotes, and a turn of the writing direction.
    static let hostile = "<script>alert('x')</script>\"'&\u{202E}gnp"
    static let now = Date(timeIntervalSince1970: 1_785_960_000)

    static func person(_ id: Int64) -> PersonReference { PersonReference(id: id, name: hostile) }

    static func principal(
        _ role: Role, id: Int64 = 1, rank: Rank? = .inspector, officer: String? = nil
    ) -> Principal {
        Principal(
            accountID: id, name: "Marsh", role: role, rank: rank, officerID: officer, teamID: "C", credential: .token(1)
        )
    }

    static func detail(
        _ state: NonDeploymentState = .draft, assessedBy: [Int64] = [3, 4], draftedBy: Int64 = 2,
        hasGrounds: Bool = true, hours: Double = 100, category: DecisionCategory = .other, renews: String? = nil,
        decisions: [DecisionRecord] = []
    ) -> NonDeploymentDetail {
        let terms = Terms(
            category: category, title: hostile, scope: .sites(["S014"]), startsAt: now,
            endsAt: now.addingTimeInterval(hours * 3600), reviewAt: now.addingTimeInterval(3600),
            emergencyResponse: true)
        let summary = NonDeploymentSummary(
            id: 41, number: "ND-41", officer: "W00417", team: "C", state: state, terms: terms, recordedAt: now,
            owedInFullBy: state == .shortForm ? now.addingTimeInterval(86_400) : nil, decider: nil)
        let kinds = AssessmentKind.allCases
        return NonDeploymentDetail(
            summary: summary, raisedBy: person(9), draftedBy: person(draftedBy), renews: renews, renewedBy: nil,
            hasAnnex: true,
            terms: [
                TermsVersion(
                    version: 1, terms: terms, hasGrounds: hasGrounds, writtenBy: person(draftedBy), writtenAt: now)
            ],
            assessments: zip(kinds, assessedBy).map { kind, author in
                AssessmentRecord(
                    kind: kind, form: .full, text: hostile, assessedBy: person(author), assessedAt: now)
            }, decisions: decisions, reviews: [ReviewRecord(note: hostile, reviewedBy: person(5), reviewedAt: now)],
            ending: nil, states: [StateStep(state: .draft, enteredAt: now)], flags: [])
    }

    static let names = [
        "W00417": TeamMember(officer: "W00417", name: hostile, rank: .constable, team: "C")
    ]
    static let authorities = [
        DecisionAuthority(authority: "PS", seniority: 2, mayShorten: true, longestHours: 24, mayRenew: false),
        DecisionAuthority(authority: "INSP", seniority: 3, mayShorten: true, longestHours: 168, mayRenew: false),
        DecisionAuthority(authority: "CI", seniority: 4, mayShorten: true, longestHours: 672, mayRenew: true),
        DecisionAuthority(authority: "GOLD", seniority: 8, mayShorten: false, longestHours: 2160, mayRenew: true),
    ]
    static let limits = GoldRoute.Limits(
        lateWritingHours: 24, reasonCharacters: 30, reasonWords: 5, renewals: 2, renewalDays: 28)

    static func sheet(
        _ detail: NonDeploymentDetail, _ caller: Principal, answers: FormInput? = nil
    ) -> CheckSheet {
        let terms = detail.summary.terms
        return CheckSheet(
            detail: detail, names: names, caller: caller, duties: [],
            facts: GoldRoute.Facts(
                limits: limits, scope: terms.scope, category: terms.category, startsAt: terms.startsAt,
                endsAt: terms.endsAt), authorities: authorities, answers: answers, decidedAt: now, now: now)
    }

    static func html(_ view: View) throws -> String {
        try Layout(templates: Templates()).html(
            view, for: principal(.supervisor), csrf: "c", notice: nil, path: "/decisions", now: now)
    }

    static func isSafe(_ html: String) -> Bool {
        !html.contains("<script>alert") && !html.contains("alert('x')") && html.contains("&lt;script&gt;")
            && !html.contains("style=")
    }

    @Test("hostile text stays text on every page of a record")
    func hostileText() throws {
        let supervisor = DecisionPageTests.principal(.supervisor)
        let detail = DecisionPageTests.detail(.draft)
        let answers = FormInput([
            "outcome": ["granted"], "reason": [DecisionPageTests.hostile],
            "alternatives": [DecisionPageTests.hostile],
        ])
        let csrf = FormView(
            csrf: "c", once: "o",
            fields: AssessmentKind.allCases.map {
                FieldView(AssessmentPages.field($0), values: [DecisionPageTests.hostile], error: nil)
            }, button: "Save")
        let views = [
            DecisionRecordPage.view(detail, names: DecisionPageTests.names, duties: [], caller: supervisor),
            DraftPages.view(detail, names: DecisionPageTests.names),
            AssessmentPages.view(detail, .impartiality, csrf, caller: supervisor),
            SealedPage.shown(detail, .annex, [DecisionPageTests.hostile], purpose: DecisionPageTests.hostile),
            DecisionPageTests.sheet(detail, supervisor, answers: answers).view(csrf: "c", once: "o"),
            DecisionListPage.view(
                [detail.summary], names: DecisionPageTests.names, next: DecisionPageTests.hostile,
                asked: ["officer": DecisionPageTests.hostile], caller: supervisor),
        ]
        for view in views {
            let html = try DecisionPageTests.html(view)
            #expect(DecisionPageTests.isSafe(html), "\(view.title)")
            #expect(html.components("<h1>") == 1, "\(view.title)")
        }
    }

    @Test("a time may be typed in the ways people write it, and nothing else")
    func times() {
        #expect(["21:30", "2130", "9.05", "905", "00:00"].map(TermsForm.minutes) == [1290, 1290, 545, 545, 0])
        for text in ["24:00", "21:60", "2:1:30", "21h30", "", "9", "-930", ":930", "93:0", "٢١:٣٠"] {
            #expect(TermsForm.minutes(text) == nil, "\(text)")
        }
    }

    private static func typed(_ changes: [String: String] = [:]) -> FormInput {
        var values = [
            "scope": "named", "places": "p027, P028 p027", "fromDay": "2026-11-23", "fromTime": "21:00",
            "toDay": "2026-11-24", "toTime": "0700", "category": "safety", "emergency": "no",
        ]
        values.merge(changes) { $1 }
        return FormInput(values.mapValues { [$0] })
    }

    @Test("what was typed becomes the terms, and the terms fill the same fields")
    func terms() throws {
        let terms = try TermsForm.terms(DecisionPageTests.typed(), isShort: true)
        #expect(terms.scope == .posts(["P027", "P028"]))
        #expect(terms.endsAt.timeIntervalSince(terms.startsAt) == 36_000)
        #expect(terms.reviewAt == terms.endsAt)
        #expect(!terms.emergencyResponse)
        #expect(terms.problems().isEmpty)
        let given = TermsForm.given(terms)
        #expect(try TermsForm.terms(FormInput(given), isShort: false) == terms)
    }

    @Test("everything wrong with the terms is told at once, at its field")
    func faults() throws {
        let input = DecisionPageTests.typed([
            "toTime": "later", "places": "P027 S014", "category": "other",
        ])
        let refused = #expect(throws: FormRefused.self) { try TermsForm.terms(input, isShort: true) }
        #expect(refused?.faults.map(\.field) == ["toTime", "title", "places"])
        let backwards = #expect(throws: FormRefused.self) {
            try TermsForm.terms(DecisionPageTests.typed(["toDay": "2026-11-23"]), isShort: true)
        }
        #expect(backwards?.faults.map(\.field) == ["toTime"])
        let doubtful = #expect(throws: FormRefused.self) {
            try TermsForm.terms(DecisionPageTests.typed(["scope": "all_armed"]), isShort: true)
        }
        #expect(doubtful?.faults.map(\.field) == ["scope"])
    }

    @Test("the short form opens filled in for a night, within its limit")
    func shortForm() throws {
        var given = ShortFormPage.given(asOf: DecisionPageTests.now, officer: "W00417")
        #expect(given["scope"] == ["all_armed"])
        #expect(given["officer"] == ["W00417"])
        given["category"] = ["acute_welfare"]
        given["emergency"] = ["yes"]
        let terms = try TermsForm.terms(FormInput(given), isShort: true)
        #expect(terms.endsAt.timeIntervalSince(DecisionPageTests.now) <= 86_400)
    }

    @Test("steps follow the state, and nobody takes one on their own record")
    func steps() {
        let supervisor = DecisionPageTests.principal(.supervisor)
        func steps(_ state: NonDeploymentState, _ caller: Principal) -> [DecisionStep] {
            DecisionStep.possible(DecisionPageTests.detail(state), for: caller)
        }
        #expect(steps(.draft, supervisor) == [.tasks, .decide, .withdraw])
        #expect(steps(.shortForm, supervisor) == [.tasks, .decide, .vary, .end])
        #expect(steps(.granted, supervisor) == [.review, .vary, .renew, .end])
        #expect(steps(.ended, supervisor) == [.renew])
        #expect(steps(.refused, supervisor).isEmpty)
        for state in NonDeploymentState.allCases {
            #expect(steps(state, DecisionPageTests.principal(.officer, officer: "W00417")).isEmpty)
            #expect(steps(state, DecisionPageTests.principal(.supervisor, officer: "W00417")).isEmpty)
        }
    }

    @Test("tasks say what is done, what is open, and what cannot start yet")
    func tasks() {
        let bare = TaskList(DecisionPageTests.detail(assessedBy: [], hasGrounds: false), [:])
        #expect(
            bare.tasks.map(\.status) == [
                "Completed", "Not started", "Not started", "Not started", "Cannot start yet",
            ])
        #expect(bare.tasks.last?.link == nil)
        #expect(bare.onePen == nil)
        let full = TaskList(DecisionPageTests.detail(assessedBy: [3, 3]), [:])
        #expect(full.tasks.dropLast().allSatisfy { $0.status == "Completed" })
        #expect(full.tasks.last?.status == "Not started")
        #expect(full.onePen != nil)
    }

    @Test("who cannot decide is told why before they write, and what is missing")
    func obstacles() {
        func obstacles(_ detail: NonDeploymentDetail, _ caller: Principal) -> [String] {
            DecidingRules.obstacles(
                detail, for: caller, officerRank: .constable, authorities: DecisionPageTests.authorities)
        }
        let inspector = DecisionPageTests.principal(.supervisor)
        #expect(obstacles(DecisionPageTests.detail(), inspector).isEmpty)
        #expect(obstacles(DecisionPageTests.detail(draftedBy: 1), inspector).count == 1)
        #expect(obstacles(DecisionPageTests.detail(assessedBy: [1, 3]), inspector).count == 1)
        #expect(obstacles(DecisionPageTests.detail(hours: 200), inspector).count == 1)
        #expect(obstacles(DecisionPageTests.detail(renews: "ND-40"), inspector).count == 1)
        #expect(obstacles(DecisionPageTests.detail(category: .objection), inspector).count == 1)
        #expect(
            obstacles(DecisionPageTests.detail(), DecisionPageTests.principal(.supervisor, rank: .sergeant)).count == 1)
        #expect(
            obstacles(DecisionPageTests.detail(category: .objection), DecisionPageTests.principal(.gold)).isEmpty)
        #expect(DecidingRules.missing(DecisionPageTests.detail(assessedBy: [3], hasGrounds: false)).count == 2)
        #expect(
            DecidingRules.lowest(for: DecisionPageTests.detail(hours: 200), DecisionPageTests.authorities)?.authority
                == "CI")
    }

    @Test("the check offers the button only where the way is free, and keeps every typed word in the form")
    func check() throws {
        let answers = FormInput(["outcome": ["granted"], "reason": ["Because \"of\" <this>"], "alternatives": [""]])
        let free = DecisionPageTests.sheet(
            DecisionPageTests.detail(), DecisionPageTests.principal(.supervisor), answers: answers)
        let html = try DecisionPageTests.html(free.view(csrf: "c", once: "o"))
        #expect(html.contains("Record this decision"))
        #expect(html.contains("value=\"Because &quot;of&quot; &lt;this&gt;\""))
        #expect(html.contains("goes to the Gold group"))
        let own = DecisionPageTests.sheet(
            DecisionPageTests.detail(draftedBy: 1), DecisionPageTests.principal(.supervisor), answers: answers)
        let refused = try DecisionPageTests.html(own.view(csrf: "c", once: "o"))
        #expect(!refused.contains("Record this decision"))
        #expect(refused.contains("You drafted this record"))
        #expect(refused.contains("Change the decision"))
    }

    @Test("an officer reads their own words only, a supervisor what they decided, Gold everything")
    func sealed() {
        let detail = DecisionPageTests.detail()
        func layers(_ caller: Principal) -> [SealedLayer] {
            SealedLayer.allCases.filter { SealedPage.isThere($0, detail, caller) }
        }
        #expect(layers(DecisionPageTests.principal(.officer)) == [.annex])
        #expect(layers(DecisionPageTests.principal(.supervisor)).isEmpty)
        #expect(layers(DecisionPageTests.principal(.gold)) == [.grounds, .annex])
    }

    @Test("every rule that people meet has words, and no words claim an attempt that was not made")
    func remedies() {
        for rule in NotedAttempt.allCases { #expect(DecisionWords.remedy(rule.rawValue) != nil) }
        let obstacles = DecidingRules.obstacles(
            DecisionPageTests.detail(assessedBy: [1, 1], draftedBy: 1),
            for: DecisionPageTests.principal(.supervisor, officer: "W00417"), officerRank: .commander,
            authorities: DecisionPageTests.authorities)
        #expect(obstacles.count == 4)
        #expect(obstacles.allSatisfy { !$0.contains("on record") })
    }

    @Test("a team's day says when nothing is there, and shows hostile names as text")
    func team() throws {
        let now = DecisionPageTests.now
        let day = Moments.day(now)
        let full = TeamDay(
            onDuty: [
                TeamDay.Duty(
                    officer: "W00417", name: DecisionPageTests.hostile, day: day, shift: "N", shiftName: "Night",
                    site: "S014", post: nil, postName: nil, startsAt: now, endsAt: now)
            ],
            away: [
                TeamDay.Absence(
                    officer: "W00418", name: DecisionPageTests.hostile, kind: "post_incident", from: day, to: nil)
            ])
        func html(_ board: TeamDay) throws -> String {
            try DecisionPageTests.html(
                TeamView(
                    team: "C", day: day, isToday: true, board: board, shortForms: [], reviews: [], questions: [],
                    names: [:], caller: DecisionPageTests.principal(.supervisor)
                ).view)
        }
        let shown = try html(full)
        #expect(DecisionPageTests.isSafe(shown))
        #expect(shown.contains("/decisions/short?officer=W00417"))
        #expect(shown.contains("Not shown"))
        #expect(shown.contains("Post-incident"))
        let empty = try html(TeamDay(onDuty: [], away: []))
        for words in ["Nobody of team C is on duty.", "No reviews due.", "No questions.", "No full form is owed."] {
            #expect(empty.contains(words))
        }
    }
}

extension String {
    /// How often something is in the text.
    fileprivate func components(_ part: String) -> Int {
        var count = 0
        var rest = self[...]
        while let found = rest.firstRange(of: part) {
            count += 1
            rest = rest[found.upperBound...]
        }
        return count
    }
}
