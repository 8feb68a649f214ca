import Deployment
import HTTPTypes
import Hummingbird

/// Errors as pages: plain words, what to do, and nothing of what was asked for.
enum Refusals {
    private struct Model: Sendable {
        var title: String
        var paragraphs: [String]
        var number: String?
    }

    /// The page of a problem.
    static func view(_ problem: APIProblem, requestID: String) -> View {
        let (title, paragraphs) = words(problem)
        let number = problem.status.code >= 500 ? requestID : nil
        return View(title, "frame/message", Model(title: title, paragraphs: paragraphs, number: number)).with {
            $0.status = problem.status
        }
    }

    private static func words(_ problem: APIProblem) -> (String, [String]) {
        switch problem.status.code {
        case 403 where problem.kind == "role-refused":
            ("You cannot use this page", ["It belongs to another role than the one you are signed in with."])
        case 403: ("This is not possible", [problem.detail])
        case 404:
            (
                "Page not found",
                ["If you typed the address, check it.", "What you may not see is not shown here either."]
            )
        case 405: ("This address is no page", ["Go back and use the buttons of the page."])
        case 409, 412: ("Somebody was faster", [problem.detail, "Go back, look again, and decide again."])
        case 413: ("That is too much at once", [problem.detail])
        case 429: ("Too many attempts", [problem.detail])
        case 503:
            ("The service is busy or being changed over", [problem.detail, "Try again in a moment; nothing was lost."])
        case 500...: ("Something went wrong", ["It is our fault, and it is logged. Nothing was saved by this step."])
        default:
            (
                "This could not be done",
                [problem.detail] + problem.faults.map { "\($0.pointer) \($0.rule)" }
            )
        }
    }
}
