import Deployment
import FoundationEssentials
import Records

/// What is to be done with the notifications that a deliverer has claimed. Pure.
struct DispatchPlan: Sendable, Equatable {
    /// What happens to a parcel.
    enum End: Sendable, Equatable {
        case send
        /// The person wants nothing sent.
        case onPage
        /// Nobody sent it while it was news.
        case stale
    }

    /// Notifications of one person that share an end, and a message where they are sent.
    struct Parcel: Sendable, Equatable {
        var notices: [OutgoingNotice]
        var end: End
    }

    /// The parcels, in the order of their first notification.
    private(set) var parcels: [Parcel] = []
    /// What is looked at again later, by the moment.
    private(set) var later: [Date: [Int64]] = [:]

    /// A plan. `most`: notifications in one message.
    init(_ claimed: [OutgoingNotice], _ rule: DispatchRule, most: Int, staleBefore: Date) {
        var digests: [String: Int] = [:]
        var repeats: [Int64: Int] = [:]
        for notice in claimed {
            if let message = notice.message {
                // What went out together is sent again together.
                if let index = repeats[message] {
                    parcels[index].notices.append(notice)
                } else {
                    repeats[message] = parcels.count
                    parcels.append(Parcel(notices: [notice], end: .send))
                }
                continue
            }
            guard notice.lookAt >= staleBefore else {
                parcels.append(Parcel(notices: [notice], end: .stale))
                continue
            }
            switch rule.decide(notice.notice, for: notice.person) {
            case .alone: parcels.append(Parcel(notices: [notice], end: .send))
            case .onPage: parcels.append(Parcel(notices: [notice], end: .onPage))
            case .later(let moment): later[moment, default: []].append(notice.id)
            case .digest:
                if let index = digests[notice.recipient], parcels[index].notices.count < most {
                    parcels[index].notices.append(notice)
                } else {
                    digests[notice.recipient] = parcels.count
                    parcels.append(Parcel(notices: [notice], end: .send))
                }
            }
        }
    }
}
