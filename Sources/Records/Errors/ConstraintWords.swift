/// What constraints of the database mean to the people who meet them.
enum ConstraintWords {
    /// A sentence for a constraint that people meet in ordinary work; nil for every other.
    static func message(_ constraint: String) -> String? {
        switch constraint {
        case "ending_nd_id_key": "this non-deployment has ended already"
        case "non_deployment_renews_key": "this non-deployment is renewed already"
        case "publication_pkey": "this version is published already"
        case "one_publication_at_a_time": "days of this period are published already"
        case "advice_once": "this request has its advice already"
        case "answered_once": "this advice is answered already"
        case "done_once": "this action is done already"
        case "attendance_once": "the attendance of this officer on this shift is recorded: correct it instead"
        case "attendance_corrects_key": "this attendance is corrected already: correct the newest"
        case "attendance_relief_once": "the attendance of this relief is recorded: correct it instead"
        case "swap_refusal_says_why": "a refusal says why"
        case "swap_welfare": "a swap is approved only once welfare was considered"
        case "question_answer_question_id_key": "this question is answered already"
        case "one_result": "a result of this item is on record already; it stays"
        case "change_removes_key": "this deployment was taken away already"
        case "provider_subject_once": "another account is bound to this person already"
        case "provider_account_once": "this account is bound to somebody already"
        case "account_name_key": "another account has this name"
        case "one_place_at_a_time": "the officer stands elsewhere at that time"
        case "rest_between_tours": "the officer would have too little rest"
        case "exigency_says_why": "an exigency needs a note of at least ten characters"
        case "welfare_considered": "a change is made only once welfare was considered"
        case "decided_before_recorded": "a decision lies not in the future"
        case "countered_once": "this change is countered already"
        case "settled_once": "this rest day is settled already"
        case "agreement_reference", "agreement_words": "an agreement names its reference with the Federation branch"
        case "booking_cancellation_pkey": "this booking is cancelled already"
        case "session_cancellation_pkey": "this session is cancelled already"
        case "linked_once": "the concern and the non-deployment are linked already"
        case "challenge_release_pkey": "this challenge is released already"
        case "challenge_answer_pkey": "this challenge is answered already"
        case "counter_says_why": "a counter-change needs a note of at least ten characters"
        case "exception_reference": "an exception by agreement names its reference with the Federation branch"
        case "exception_says_why": "an exception on request or for an exigency says why in ten characters at least"
        case "exception_days": "an exception has a first and a last day, at most a year apart"
        default: nil
        }
    }

    /// The field that a constraint named by PostgreSQL's own habit is about: `account_officer_id_fkey` is `/officer`.
    static func pointer(_ constraint: String, table: String?) -> String {
        switch constraint {
        case "exigency_says_why", "counter_says_why": return "/note"
        case "agreement_reference", "agreement_words", "exception_reference": return "/reference"
        case "exception_says_why": return "/note"
        case "exception_days": return "/to"
        case "welfare_considered", "swap_welfare": return "/welfareConsidered"
        case "swap_refusal_says_why": return "/note"
        case "decided_before_recorded": return "/decidedAt"
        default: break
        }
        var name = constraint[...]
        if let table, name.hasPrefix("\(table)_") { name = name.dropFirst(table.count + 1) }
        for ending in ["_fkey", "_check", "_key", "_id"] where name.hasSuffix(ending) {
            name = name.dropLast(ending.count)
        }
        let words = name.split(separator: "_")
        let field = (words.first.map(String.init) ?? "") + words.dropFirst().map(\.capitalised).joined()
        return field.isEmpty ? "" : "/\(field)"
    }
}

extension Substring {
    /// The word with a capital letter.
    fileprivate var capitalised: String { prefix(1).uppercased() + dropFirst() }
}
