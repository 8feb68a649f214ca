/// The Gold group's queue and its cases.
enum GoldPages {
    static let routes: [WebRoute] =
        QueuePage.routes + CasePage.routes + EntryPage.routes + ClosePage.routes + FlagPages.routes
}
