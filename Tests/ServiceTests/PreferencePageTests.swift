import Deployment
import FoundationEssentials
import Records
import TestDatabase
import Testing

@testable import Service

@Suite("How messages reach people, on a page")
struct PreferencePageTests {
    @Test("everybody says how messages come; what cannot be switched off is told beforehand")
    func prefer() async throws {
        try await withAPI { api in
            let officer = try await Visitor.signed(api.cast.officer, .officer, api)
            let path = "/notifications/preference"
            #expect(try await officer.get("/due").text.contains(path))
            let page = try await officer.get(path)
            #expect(page.text.contains("cannot be switched off or paused"))
            #expect(page.text.contains("value=\"command\" checked"))
            for (form, words) in [
                ([:], "Choose how messages come"), (["channel": "email"], "Enter the e-mail address"),
                (["channel": "email", "address": "not an address"], "Enter an e-mail address"),
                (["channel": "pigeon"], "Choose how messages come"),
                (
                    ["channel": "command", "pausedUntil": AttendanceRouteTests.day(-1).description],
                    "must be a day to come"
                ),
                (
                    ["channel": "command", "pausedUntil": AttendanceRouteTests.day(400).description],
                    "Choose an earlier day"
                ),
            ] {
                let refused = try await officer.post(path, form)
                #expect(refused.status == 422 && refused.text.contains(words), "\(form): \(refused.text)")
            }
            #expect(try await api.house.notifications.preference(of: api.cast.officer.account) == nil)
            let until = AttendanceRouteTests.day(20)
            let saved = try await officer.post(
                path, ["channel": "email", "address": "rowan@example.org", "pausedUntil": until.description])
            #expect(saved.status == 303, "\(saved.text)")
            let found = try await api.house.notifications.preference(of: api.cast.officer.account)
            #expect(found?.channel == .email && found?.address == "rowan@example.org")
            #expect(found?.pausedUntil == TermsForm.date(until, 0))
            let again = try await officer.get(path)
            #expect(again.text.contains("value=\"rowan@example.org\"") && again.text.contains(until.description))
            let auditor = try await Visitor.signed(api.cast.auditor, .auditor, api)
            #expect(try await auditor.get(path).status == 200)
            #expect(!(try await auditor.get(path)).text.contains("rowan"))
        }
    }
}
