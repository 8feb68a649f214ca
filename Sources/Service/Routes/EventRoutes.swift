import Deployment
import HTTPTypes
import Records

/// The stream of news.
extension Routes {
    static let events: [Route] = [
        Route(
            method: .get, path: "\(base)/events",
            summary: "News as it happens: to Gold changes of the queue, to the duties office the newest jobs.",
            access: .roles([.gold, .duties]), success: .events
        ) { call in
            switch try call.caller.role {
            case .gold: try QueueEvents.answer(call)
            default: try JobListEvents.answer(call)
            }
        }
    ]
}
