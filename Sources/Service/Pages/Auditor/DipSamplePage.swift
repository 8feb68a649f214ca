import Deployment
import HTTPTypes
import Records

/// A sample with its items. Gold sees of it what was escalated, and nothing about themselves.
enum DipSamplePage {
    static let show = WebRoute.page("/dips/{sample}", .roles([.auditor, .gold])) { call in
        let found = try await DipSamples(pool: call.house.pool).get(call.call.number("sample"))
        let caller = try call.caller
        guard caller.role == .gold else { return view(found.sample, found.items, isAuditor: true) }
        let items = found.items.filter { item in
            item.result?.verdict == .escalate && item.drawn.person.id != caller.accountID
        }
        guard !items.isEmpty else { throw APIProblem.notFound }
        return view(found.sample, items, isAuditor: false)
    }

    /// The page of a sample, with these of its items.
    static func view(_ sample: DipSample, _ items: [DipItem], isAuditor: Bool) -> View {
        var parts: [View.Part] = []
        if isAuditor {
            parts += [.link("All samples", to: "/dips"), .summary(facts(sample)), .html(again(sample))]
        } else {
            parts.append(.paragraph("What auditors escalated to Gold from this sample."))
        }
        for item in items {
            parts.append(.heading("Item \(item.place): \(DipWords.title(item.drawn))"))
            parts.append(.summary(DipWords.facts(item.drawn) + (item.result.map { result($0, isAuditor) } ?? [])))
            if item.result == nil, isAuditor {
                parts.append(
                    .link(
                        "Say what you found of item \(item.place)", to: "/dips/\(sample.number)/items/\(item.place)"))
            }
        }
        return View("Dip sample \(sample.number)", parts)
    }

    private static func facts(_ sample: DipSample) -> [SummaryRow] {
        [
            SummaryRow("Drawn", "\(Moments.text(sample.drawnAt)) by \(sample.drawnBy.name)"),
            SummaryRow("From days", "\(Moments.text(sample.from)) to \(Moments.text(sample.to))"),
            SummaryRow(
                "Drawn from", "\(sample.population) readings and decisions in the first \(sample.leaves) leaves"),
            SummaryRow("Items", "\(sample.items)" + (sample.items < sample.size ? ", all there were" : "")),
            SummaryRow("Looked at", "\(sample.judged) of \(sample.items)"),
            SummaryRow(
                "Seed",
                sample.seedFrom == .told
                    ? "Told by the auditor" : "Root of a signed checkpoint, and the sample's number"),
        ]
    }

    /// How anybody draws it again.
    private static func again(_ sample: DipSample) -> String {
        var html = HTML()
        html.mark("<details><summary>How to draw it again</summary><p>Of the leaves of the ledger with an index below ")
        html.say(String(sample.leaves))
        html.mark(
            ", recorded on these days in London, take those of the kinds sensitive_read and decision. For each, work out SHA-256 of the seed, a slash, the kind, a slash and the subject. The smallest values are the sample, in this order.</p><pre tabindex=\"0\"><code>"
        )
        html.say(sample.seed)
        html.mark("</code></pre></details>")
        return html.text
    }

    private static func result(_ result: DipResult, _ isAuditor: Bool) -> [SummaryRow] {
        let (word, tone) = DipWords.verdict(result.verdict)
        var rows = [
            SummaryRow("Found", word, tag: tone),
            SummaryRow("By", "\(result.by.name), \(Moments.text(result.recordedAt))"),
        ]
        if let note = result.note { rows.append(SummaryRow("Note", note)) }
        if let number = result.goldCase {
            rows.append(SummaryRow("Gold case", number, link: isAuditor ? nil : "/cases/\(number)"))
        }
        return rows
    }
}
