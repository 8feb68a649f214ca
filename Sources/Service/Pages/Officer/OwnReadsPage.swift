import Deployment
import Records

/// Who read sensitive text about an officer, when and why.
enum OwnReadsPage {
    static let show = WebRoute.page("/me/reads", .roles([.officer])) { call in
        let own = try OfficerPages.own(call)
        return view(
            records: try await call.house.nonDeployments.reads(ofOfficer: own),
            concerns: try await call.house.concerns.reads(aboutOfficerOf: call.caller.accountID))
    }

    /// The page of these reads.
    static func view(records: [SensitiveRead], concerns: [OwnConcernRead]) -> View {
        View(
            "Who read sensitive text about me",
            [
                .paragraph(
                    "Nobody sees the grounds of a decision, your own words or a concern without saying what for, and every reading is kept here."
                ),
                .table(
                    TableView(
                        "Readings of records", heads: ["When", "Record", "What", "Who", "What for"],
                        rows: records.map { read in
                            [
                                TableView.Cell(Moments.text(read.readAt)),
                                TableView.Cell(read.number, link: "/me/records/\(read.number)"),
                                TableView.Cell(read.layer == .annex ? "Your own words" : "The grounds"),
                                TableView.Cell(read.reader.name), TableView.Cell(read.purpose),
                            ]
                        }, empty: "Nobody has read any.")),
                .table(
                    TableView(
                        "Readings of concerns", heads: ["When", "Concern", "Who", "What for"],
                        rows: concerns.map { line in
                            [
                                TableView.Cell(Moments.text(line.read.readAt)),
                                TableView.Cell(line.number, link: "/concerns/\(line.number)"),
                                TableView.Cell(line.read.reader.name), TableView.Cell(line.read.purpose),
                            ]
                        }, empty: "Nobody has read any.")),
            ])
    }
}
