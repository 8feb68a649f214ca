import Deployment

/// Swaps of published duties: asked by one officer, agreed by the other, decided by a supervisor who is neither.
enum SwapPages {
    static let readers = WebRoute.Access.roles([.officer, .supervisor, .duties])

    static let routes: [WebRoute] =
        [SwapListPage.show, SwapPage.show] + NewSwapPage.routes + SwapStepPages.routes + SwapApprovalPage.routes
}
