import Deployment
import FoundationEssentials
import Postgres
import Records
import Testing

@Suite("Roster versions")
struct RosterVersionTests {
    private let monday = RosterFixture.monday

    @Test("a version is read back as it was stored, duties with their reasons")
    func roundTrip() async throws {
        try await RosterFixture.with { fixture in
            var reasons = DutyReasons()
            reasons.onThisDuty = 1
            reasons.lacksSkill = ["MP5": 2]
            reasons.free = 1
            reasons.candidates = [
                DutyReasons.Candidate(
                    officer: "W002", leavesPost: nil, leavesShift: nil, cost: 80,
                    effects: [.init(words: "a rest day worked", cost: 80)])
            ]
            reasons.nearMisses = [.init(candidate: reasons.candidates[0], breaches: ["rests 9 h"])]
            reasons.remedies = [.init(words: "renew MP5 of W003", places: 1, cost: -1000)]
            var draft = fixture.draft([("W001", 0, "E", "P001"), ("W002", 1, "N", "P002"), ("W001", 1, "E", "P001")])
            draft.duties = [
                VersionDuty(
                    post: "P001", day: monday, shift: "E", level: .exceptional, min: 1, target: 2, filled: 1,
                    reasons: reasons),
                VersionDuty(
                    post: "P002", day: monday.adding(1), shift: "N", level: .normal, min: 1, target: 1, filled: 1,
                    reasons: nil),
            ]
            let id = try await fixture.versions.store(draft)
            let version = try await fixture.versions.get(id)
            #expect(version.from == monday && version.days == 28 && version.cost == 12 && version.lowerBound == 7)
            #expect(version.summary == RosterFixture.summary)
            #expect(version.publishedBy == nil)
            let all = try await fixture.versions.deployments(of: id)
            #expect(all.items == draft.deployments.sorted { ($0.officer, $0.day) < ($1.officer, $1.day) })
            #expect(try await fixture.versions.deployments(of: id, officer: "W002").items.map(\.post) == ["P002"])
            #expect(try await fixture.versions.deployments(of: id, post: "P001").items.count == 2)
            let page = try await fixture.versions.deployments(of: id, limit: 2)
            #expect(
                try await fixture.versions.deployments(of: id, cursor: page.next, limit: 2).items.map(\.officer) == [
                    "W002"
                ])
            #expect(try await fixture.versions.duties(of: id).items == draft.duties)
            #expect(try await fixture.versions.duties(of: id, unfilledOnly: true).items == [draft.duties[0]])
            #expect(try await fixture.versions.list().items == [version])
            #expect(await rosterError { try await fixture.versions.get(99) } == .notFound("roster version 99"))
        }
    }

    @Test("a version is whole from birth and never changes")
    func immutable() async throws {
        try await RosterFixture.with { fixture in
            let id = try await fixture.versions.store(fixture.draft([("W001", 0, "E", "P001")]))
            for write in [
                "UPDATE roster_version SET cost = 0", "DELETE FROM version_deployment",
                "INSERT INTO version_deployment VALUES (\(id), 'W002', '2027-06-07', 'E', 'P001')",
                "INSERT INTO version_duty VALUES (\(id), 'P001', '2027-06-07', 'E', 'Normal', 1, 1, 1, NULL)",
            ] {
                await #expect(throws: PostgresError.self, "\(write)") { try await fixture.run(write) }
            }
            #expect(try await fixture.versions.deployments(of: id).items.count == 1)
        }
    }

    @Test("a version with one impossible deployment leaves nothing behind")
    func allOrNothing() async throws {
        try await RosterFixture.with { fixture in
            let draft = fixture.draft([("W001", 0, "E", "P001"), ("W999", 0, "E", "P001")])
            #expect(await rosterError { try await fixture.versions.store(draft) } != nil)
            let rows = try await fixture.count("SELECT count(*) FROM roster_version")
            #expect(rows == 0)
        }
    }

    @Test("a second person publishes; then the period is taken")
    func publish() async throws {
        try await RosterFixture.with { fixture in
            let id = try await fixture.versions.store(
                fixture.draft([("W001", 0, "E", "P001"), ("W002", 0, "N", "P001")]))
            let own = await rosterError {
                try await fixture.versions.publish(id, by: RosterFixture.first, statement: "I like my own work.")
            }
            #expect(own?.rule == "second_person")
            let stands = try await fixture.versions.publish(
                id, by: RosterFixture.second, statement: "Accepted as it is.")
            #expect(stands == 2)
            let version = try await fixture.versions.get(id)
            #expect(version.publishedBy == RosterFixture.second)
            #expect(version.statement == "Accepted as it is.")
            let again = await rosterError {
                try await fixture.versions.publish(id, by: RosterFixture.second, statement: "Accepted once more.")
            }
            guard case .conflict = again else {
                Issue.record("\(String(describing: again))")
                return
            }
            let request = GenerateRequest(from: monday.adding(21), days: 28)
            let taken = await rosterError {
                try await fixture.jobs.enqueue(request, by: RosterFixture.first, now: RosterFixture.now)
            }
            #expect(taken?.rule == "period_published")
        }
    }

    @Test("when the world has moved, publishing is refused and names the first deployment that is unlawful now")
    func stale() async throws {
        try await RosterFixture.with { fixture in
            let id = try await fixture.versions.store(
                fixture.draft([("W001", 0, "E", "P001"), ("W002", 3, "E", "P001"), ("W003", 3, "L", "P001")]))
            try await fixture.run(
                "INSERT INTO abstraction VALUES ('A1', 'W002', 'sickness', '2027-06-09', NULL, '', now())")
            let error = await rosterError {
                try await fixture.versions.publish(id, by: RosterFixture.second, statement: "Accepted as it is.")
            }
            guard case .refused(.unlawful, rule: "version_stale", let message) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(message.contains("1 deployment"))
            #expect(message.contains("W002 on 2027-06-10 at P001: abstracted"))
            let rows = try await fixture.count("SELECT count(*) FROM deployment")
            #expect(rows == 0)
        }
    }

    @Test(
        "the rest of 660 minutes is held in absolute time across both changes of the clock",
        arguments: [
            // Saturday 27 March 2027, a tour to midnight: 11:00 next day looks like eleven hours and is ten.
            ("2027-03-22", "A", false), ("2027-03-22", "C", true),
            // Saturday 30 October 2027: 10:00 next day looks like ten hours and is eleven.
            ("2027-10-25", "B", true), ("2027-10-25", "E", false),
            // Any other Saturday.
            ("2027-06-07", "B", false), ("2027-06-07", "A", true),
        ])
    func clockChange(week: String, sunday: String, isLawful: Bool) async throws {
        try await RosterFixture.with { fixture in
            let monday = try #require(Day(iso: week))
            let draft = fixture.draft(from: monday, days: 7, [("W001", 5, "L", "P001"), ("W001", 6, sunday, "P001")])
            let id = try await fixture.versions.store(draft)
            let error = await rosterError {
                try await fixture.versions.publish(id, by: RosterFixture.second, statement: "Accepted as it is.")
            }
            #expect(error?.rule == (isLawful ? nil : "rest_between_tours"))
            // The store's own check says the same before anybody publishes.
            let request = GenerateRequest(from: monday.adding(28), days: 7)
            _ = try await fixture.jobs.enqueue(request, by: RosterFixture.first, now: RosterFixture.now)
            let claim = try #require(try await fixture.jobs.claim(owner: "one", now: RosterFixture.now))
            let check = await rosterError {
                try await fixture.jobs.succeed(claim, with: draft, progress: nil, now: RosterFixture.now)
            }
            if !isLawful { #expect(check?.rule == "rest_between_tours") }
        }
    }

    @Test("a night across the change has its wall-clock times and one hour less or more")
    func windows() async throws {
        try await RosterFixture.with { fixture in
            for (week, hours) in [("2027-03-22", 9.0), ("2027-10-25", 11.0), ("2027-06-07", 10.0)] {
                let monday = try #require(Day(iso: week))
                let id = try #require(try await fixture.publish(from: monday, [("W001", 5, "N", "P001")]).first)
                let night = try await fixture.standing.get(id)
                #expect(night.endsAt.timeIntervalSince(night.startsAt) == hours * 3600)
            }
        }
    }

    @Test("two versions are compared officer-day by officer-day")
    func compare() async throws {
        try await RosterFixture.with { fixture in
            let one = try await fixture.versions.store(
                fixture.draft([("W001", 0, "E", "P001"), ("W001", 1, "E", "P001"), ("W002", 0, "E", "P002")]))
            let two = try await fixture.versions.store(
                fixture.draft([("W001", 0, "E", "P001"), ("W001", 1, "L", "P001"), ("W003", 4, "E", "P002")]))
            let changes = try await fixture.versions.compare(one, with: two).items
            #expect(changes.map(\.officer) == ["W001", "W002", "W003"])
            #expect(changes.map { $0.before?.shift } == ["E", "E", nil])
            #expect(changes.map { $0.after?.shift } == ["L", nil, "E"])
            #expect(try await fixture.versions.compare(one, with: one).items.isEmpty)
            let page = try await fixture.versions.compare(one, with: two, limit: 1)
            let rest = try await fixture.versions.compare(one, with: two, cursor: page.next)
            #expect(rest.items.map(\.officer) == ["W002", "W003"])
        }
    }
}
