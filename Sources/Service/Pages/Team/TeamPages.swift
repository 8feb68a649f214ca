import Deployment
import FoundationEssentials
import Records

/// A supervisor's home: the team today, and what waits for an answer.
enum TeamPages {
    static let routes: [WebRoute] = [
        .page("/team", .roles([.supervisor])) { call in
            let caller = try call.caller
            // As in the API, a sergeant sees their own team; from inspector up, others too.
            var filter = NonDeployments.Filter()
            filter.team = call.asked("team")?.stripped.uppercased()
            try NonDeploymentAccess.narrow(&filter, for: caller)
            guard let team = filter.team ?? caller.teamID, TextForm.token(16).fault(in: team) == nil else {
                return View("My team", [.html(TeamView.chooser(nil, day: call.today))])
            }
            let day = call.askedDay("day").flatMap { (2000...2100).contains($0.civil.year) ? $0 : nil } ?? call.today
            let isToday = day == call.today
            let store = call.house.nonDeployments
            var (owed, due) = (NonDeployments.Filter(), NonDeployments.Filter())
            owed.team = team
            owed.isOwedInFull = true
            due.team = team
            due.reviewDueBy = TermsForm.date(day.adding(1), 0)
            let board = try await TeamDay.read(team, day, asOf: isToday ? call.now : nil, pool: call.house.pool)
            let (shortForms, reviews) = (try await store.list(owed).items, try await store.list(due).items)
            let questions = try await call.house.questions.list(
                for: caller.accountID, scope: Routes.scope(of: caller))
            let names = try await Teams(pool: call.house.pool).members((shortForms + reviews).map(\.officer))
            return TeamView(
                team: team, day: day, isToday: isToday, board: board, shortForms: shortForms, reviews: reviews,
                questions: questions.items.filter(\.isMine), names: names, caller: caller
            ).view
        }
    ]
}
