import Deployment
import Ledger
import Records

/// Takes CSV files: tried first, then chosen again and taken. Nothing is kept here between the two; the report carries a
/// hash of each file, so that other files than those that were tried are noticed.
enum ImportPage {
    private static let own = "/import"
    private static let files = Field(
        "files", "Files", .files(".csv"),
        hint:
            "One or several CSV files, named as their tables: officer.csv, post.csv. At most 8 MB each, 10 MB together."
    )

    static let routes = WebRoute.form(
        own, MasterDataPages.keepers, takesFiles: true,
        fields: { _ in [files] },
        show: { call, state in
            let checked = call.form.all("checked")
            guard checked.isEmpty else { return View("Import the files that were checked", taking(call, state)) }
            return View(
                "Import",
                [
                    .paragraph(
                        "The files are read and tried first. You see what they would change, and nothing is written. "
                            + "Rows are added or changed, never removed: what a file leaves out stays as it is."),
                    .form(state.view(call, button: "Check the files")),
                    .link("Tables, and how their files look: export them", to: "/export"),
                ])
        },
        submit: { call, form in
            let given = try files(of: form)
            let checked = form.all("checked")
            guard !checked.isEmpty else {
                let report = try await take(given, call, dryRun: true)
                return .view(ImportReportPage.checked(report, ImportHashes(given), call))
            }
            let others = ImportHashes(given).differences(from: checked)
            guard others.isEmpty else { throw FormRefused(others.map { FieldFault("files", $0) }) }
            let report = try await take(given, call, dryRun: false)
            return .view(ImportReportPage.taken(report, call))
        })

    /// The form that takes the files of a trial for good.
    static func taking(_ call: WebCall, _ state: FormState) -> [View.Part] {
        var form = state.view(call, button: "Import for good", cancel: own)
        form.action = own
        form.isGrave = true
        form.hidden = call.form.all("checked").map { FormView.Hidden(name: "checked", value: $0) }
        return [explanation, .form(form)]
    }

    /// The same, below the report of a trial.
    static func taking(_ call: WebCall, _ hashes: ImportHashes) -> [View.Part] {
        var form = FormState(fields: [files], input: FormInput(), faults: [])
            .view(call, button: "Import for good", cancel: own)
        form.action = own
        form.isGrave = true
        form.hidden = hashes.texts.map { FormView.Hidden(name: "checked", value: $0) }
        return [.heading("Import them"), explanation, .form(form)]
    }

    private static let explanation = View.Part.paragraph(
        "The service has kept nothing of the files. Choose the same files again to import them. "
            + "If one has changed since it was checked, you are told and nothing is imported.")

    private static func files(of form: FormInput) throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for file in form.files["files"] ?? [] {
            guard files.updateValue(file.bytes, forKey: file.name) == nil else {
                throw FormRefused("files", "\(file.name) was chosen twice")
            }
        }
        // A form without files, made by hand, names them only.
        guard !files.isEmpty else { throw FormRefused("files", "Choose files") }
        return files
    }

    private static func take(_ files: [String: [UInt8]], _ call: WebCall, dryRun: Bool) async throws -> ImportReport {
        try await MasterData.importing(
            files: files, into: call.house.pool, by: call.caller.accountID, dryRun: dryRun)
    }
}

/// What says that files are the ones that were checked: the name of each with the SHA-256 of its bytes.
struct ImportHashes: Equatable {
    /// By name, as `name:hash`.
    let texts: [String]

    init(_ files: [String: [UInt8]]) {
        texts = files.sorted { $0.key < $1.key }.map { name, bytes in
            let digits = Hash.sha256(bytes).bytes.map { byte in
                (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
            return "\(name):\(digits.joined())"
        }
    }

    /// What these files have that those checked have not, and the other way round, in words; nothing where they are the same.
    func differences(from checked: [String]) -> [String] {
        let (these, those) = (ImportHashes.byName(texts), ImportHashes.byName(checked))
        return Set(these.keys).union(those.keys).sorted().compactMap { name in
            switch (these[name], those[name]) {
            case (nil, _): "\(name) was checked and is missing now: choose it too"
            case (_, nil): "\(name) was not checked: check it first, or leave it out"
            case (let now, let then) where now != then:
                "\(name) is not the file that was checked: check it again first"
            default: nil
            }
        }
    }

    private static func byName(_ texts: [String]) -> [String: Substring] {
        var hashes: [String: Substring] = [:]
        for text in texts {
            guard let colon = text.lastIndex(of: ":") else { continue }
            hashes[String(text[..<colon])] = text[text.index(after: colon)...]
        }
        return hashes
    }
}
