import Deployment
import FoundationEssentials
import HTTPTypes
import Records
import Testing

@testable import Service

@Suite("Authority, concerns and challenges over HTTP")
struct ConfidenceFlowTests {
    static let secret = "The planted sentence that no planner may ever read."

    @Test("an issue desk sees whether an officer may carry now, with the moment; an officer sees their own only")
    func authority() async throws {
        try await withAPI { api in
            let officer = api.cast.story.constables[0]
            let seen = try await api.get("officers/\(officer)/authority", as: api.cast.duties)
            #expect(seen.status == 200, "\(seen.text)")
            #expect(seen.json["inCurrency"]?.bool != nil && seen.json["asOf"]?.string != nil)
            #expect(try await api.get("officers/\(officer)/authority", as: api.cast.officer).status == 200)
            let other = try await api.get("officers/\(api.cast.story.sergeant)/authority", as: api.cast.officer)
            #expect(other.status == 403 && other.kind == "not-own")
            #expect(try await api.get("officers/W99999/authority", as: api.cast.duties).status == 404)
        }
    }

    @Test("handing an authority back shows planners that it is not in force, and not how that came")
    func returned() async throws {
        try await withAPI { api in
            let officer = api.cast.story.constables[0]
            let made = try await api.post(
                "officers/\(officer)/authority-status", as: api.cast.officer, ["status": "returned"])
            #expect(made.status == 201, "\(made.text)")
            let planner = try await api.get("officers/\(officer)/authority", as: api.cast.duties)
            #expect(planner.json["inCurrency"]?.bool == false)
            #expect(!planner.text.contains("returned") && !planner.text.contains("suspended"), "\(planner.text)")
            let supervisor = try await api.get("officers/\(officer)/authority", as: api.cast.inspector)
            #expect(supervisor.text.contains("authority returned"))
            let again = try await api.post(
                "officers/\(officer)/authority-status", as: api.cast.officer, ["status": "restored"])
            #expect(again.status == 403, "\(again.text)")
            #expect(try await api.get("flags", as: api.cast.gold).json["items"]?.elements?.isEmpty == true)
        }
    }

    @Test("the watch list, the load and the re-opened duties are lists; a course is booked and cancelled")
    func training() async throws {
        try await withAPI { api in
            for path in ["currencies/watch?days=90", "currencies/reopened", "currencies/load?months=3"] {
                #expect(try await api.get(path, as: api.cast.duties).status == 200, "\(path)")
            }
            let today = Day(number: Int(Date().timeIntervalSince1970) / 86_400)
            let session = try await api.post(
                "training-sessions", as: api.cast.duties,
                [
                    "skill": "AFO", "day": .string(today.adding(40).description), "starts": "09:00",
                    "instructor": "Sgt Sample", "seats": 1,
                ])
            let number = try #require(session.json["session"]?.integer, "\(session.text)")
            let bad = try await api.post(
                "training-sessions", as: api.cast.duties,
                [
                    "skill": "AFO", "day": .string(today.adding(40).description), "starts": "29:00",
                    "instructor": "Sgt Sample", "seats": 1,
                ])
            #expect(bad.status == 422 && bad.pointers == ["/starts"])
            let path = "training-sessions/\(number)/bookings"
            let booked = try await api.post(path, as: api.cast.officer, .object([]))
            #expect(booked.status == 201, "\(booked.text)")
            let full = try await api.post(
                path, as: api.cast.duties, ["officer": .string(api.cast.story.constables[1])])
            #expect(full.status == 422 && full.kind == "session-full", "\(full.text)")
            let booking = booked.json["booking"]?.integer ?? 0
            let cancelled = try await api.post(
                "training-bookings/\(booking)/cancellation", as: api.cast.duties, ["reason": "Needed on duty"])
            #expect(cancelled.status == 204, "\(cancelled.text)")
            let load = try await api.get("currencies/load", as: api.cast.duties)
            #expect(load.json["withdrawals"]?.elements?.first?["side"]?.string == "duties_office")
        }
    }

    @Test("a concern is raised, read with a purpose, taken on and answered; nobody else learns of it")
    func concern() async throws {
        try await withAPI { api in
            let raised = try await api.post(
                "concerns", as: api.cast.officer,
                [
                    "what": .string(ConfidenceFlowTests.secret), "site": .string(api.cast.story.site),
                    "help": "Another post.",
                ])
            let number = try #require(raised.json["number"]?.string, "\(raised.text)")
            let own = try await api.get("concerns/\(number)", as: api.cast.officer)
            #expect(own.json["summary"]?["line"]?.string == "concern raised, site \(api.cast.story.site)")
            #expect(!own.text.contains(ConfidenceFlowTests.secret))
            for person in [api.cast.duties, api.cast.gold, api.cast.auditor, api.cast.admin] {
                #expect(try await api.get("concerns/\(number)", as: person).status == 403)
            }
            let read = try await api.post(
                "concerns/\(number)/reads", as: api.cast.sergeant, ["purpose": "To see what would help"])
            #expect(read.status == 201 && read.text.contains(ConfidenceFlowTests.secret), "\(read.text)")
            let taken = try await api.post("concerns/\(number)/acknowledgement", as: api.cast.sergeant, .object([]))
            #expect(taken.status == 201, "\(taken.text)")
            let answered = try await api.post(
                "concerns/\(number)/answer", as: api.cast.sergeant, ["text": "You stand inside."])
            #expect(answered.status == 201, "\(answered.text)")
            let after = try await api.get("concerns/\(number)", as: api.cast.officer)
            #expect(after.json["reads"]?.elements?.count == 1)
            #expect(after.json["summary"]?["state"]?.string == "answered")
            let log = try await api.get("reads", as: api.cast.auditor)
            #expect(log.json["items"]?.elements?.first?["number"]?.string == number)
            let another = try await api.post(
                "concerns", as: api.cast.officer,
                ["what": "About somebody else.", "officer": .string(api.cast.story.sergeant)])
            #expect(another.status == 403)
        }
    }

    @Test("a challenge is Gold's and the challenger's until it is released; the decider finds nothing before")
    func challenge() async throws {
        try await withAPI { api in
            let decision = try await DecisionFlowTests.shortForm(api)
            let path = "non-deployments/\(decision)/challenges"
            let raised = try await api.post(
                path, as: api.cast.otherInspector, ["text": .string(ConfidenceFlowTests.secret)])
            let number = try #require(raised.json["number"]?.string, "\(raised.text)")
            for person in [api.cast.sergeant, api.cast.officer] {
                let seen = try await api.get(path, as: person)
                #expect(seen.status == 200 && seen.json.elements?.isEmpty == true, "\(seen.text)")
            }
            #expect(try await api.get(path, as: api.cast.otherInspector).json.elements?.count == 1)
            #expect(try await api.get("challenges?open=true", as: api.cast.gold).json["items"]?.elements?.count == 1)
            let cases = try await api.get("cases", as: api.cast.gold)
            let entry = try #require(cases.json["items"]?.elements?.first?["number"]?.string, "\(cases.text)")
            let detail = try await api.get("cases/\(entry)", as: api.cast.gold)
            #expect(detail.status == 200 && detail.text.contains(ConfidenceFlowTests.secret))
            let released = try await api.post(
                "challenges/\(number)/release", as: api.cast.gold, ["withName": false])
            #expect(released.status == 201, "\(released.text)")
            let seen = try await api.get(path, as: api.cast.sergeant)
            #expect(seen.json.elements?.count == 1 && !seen.text.contains("Inspector Two"))
            let answered = try await api.post(
                "challenges/\(number)/answer", as: api.cast.gold, ["text": "It was even-handed."])
            #expect(answered.status == 201, "\(answered.text)")
            #expect(try await api.get(path, as: api.cast.otherInspector).text.contains("It was even-handed."))
            #expect(
                try await api.post("challenges/CH-999/release", as: api.cast.gold, ["withName": true]).status == 404)
        }
    }

    @Test("nothing that the duties role can read tells of a concern or a challenge")
    func plannersNeedNotKnow() async throws {
        try await withAPI { api in
            let raised = try await api.post(
                "concerns", as: api.cast.officer, ["what": .string(ConfidenceFlowTests.secret)])
            let concern = try #require(raised.json["number"]?.string, "\(raised.text)")
            let decision = try await DecisionFlowTests.shortForm(api)
            let challenged = try await api.post(
                "non-deployments/\(decision)/challenges", as: api.cast.otherInspector,
                ["text": .string(ConfidenceFlowTests.secret)])
            let challenge = try #require(challenged.json["number"]?.string, "\(challenged.text)")
            let days = "?from=2026-07-01&to=2027-01-01"
            var looked = 0
            for route in Routes.all where route.method == .get && route.success != .events {
                if case .roles(let roles) = route.access, !roles.contains(.duties) { continue }
                for word in route.variables.isEmpty
                    ? [""] : MasterData.tables.map(\.name) + ["1", api.cast.officer.officer ?? ""]
                {
                    var path = route.path
                    for name in route.variables { path = path.replacing("{\(name)}", with: word) }
                    let needsDays = route.query.contains { $0.name == "from" && $0.isRequired && $0.form == .day }
                    let reply = try await api.get(path + (needsDays ? days : ""), as: api.cast.duties)
                    for planted in ["planted", "\"\(concern)\"", "\"\(challenge)\""] {
                        #expect(!reply.text.contains(planted), "\(path)")
                    }
                    if reply.status == 200 { looked += 1 }
                }
            }
            #expect(looked > 20)
        }
    }
}
