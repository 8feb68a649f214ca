import Deployment
import HTTPTypes
import Records

/// The stream of one Gold case: says when something was written in it, and never what.
enum CaseEvents {
    /// Answers with where the case stands now and at every change. Throws 404 for a case that the caller may not know of.
    static func answer(_ call: Call) async throws -> Answer {
        let number = try call.number("case")
        let reader = try call.caller.accountID
        let gold = call.house.gold
        _ = try await gold.mark(of: number, for: reader)
        let last = ToldOnce(call.headers[.lastEventID])
        return try EventStream.answer(call, .queue) {
            let mark = try await gold.mark(of: number, for: reader)
            let event = ServerEvent(name: "case", id: mark, data: ["case": .string("G-\(number)")])
            return EventStream.Look(events: last.isNews(mark) ? [event] : [])
        }
    }
}
