/// What the record has of one officer's day, in words without any personal text.
struct DutyWords {
    let view: RecordsInView
    private var history: History { view.history }

    init(_ view: RecordsInView) {
        self.view = view
    }

    /// Published, worked, and what is on record that took the officer off the duty.
    func day(_ date: Int32, of officer: Int32) -> String {
        var parts: [String] = []
        let published = duty(history.published, officer, date)
        let worked = duty(history.worked, officer, date)
        if let published {
            parts.append("published \(words(published))")
            if let worked {
                let isSame = worked.post == published.post && worked.shift == published.shift
                parts.append(isSame ? "worked as published" : "worked \(words(worked))")
            } else {
                parts.append("no duty as worked")
            }
        } else {
            parts.append("not published on armed duty")
            if let worked { parts.append("worked \(words(worked))") }
        }
        parts += absences(date, officer) + decisions(date, officer, published) + swaps(date, officer)
        return parts.joined(separator: "; ")
    }

    /// The duty of an officer on a day, of rows known by the day in view. O(rows of the day).
    func duty(_ postings: Postings, _ officer: Int32, _ date: Int32) -> (shift: UInt8, post: Int32)? {
        guard date <= view.day else { return nil }
        return postings.rows(date).first { postings.officer[$0] == officer }
            .map { (postings.shift[$0], postings.post[$0]) }
    }

    private func words(_ duty: (shift: UInt8, post: Int32)) -> String {
        "\(shiftName(duty.shift)) at \(place(duty.post))"
    }

    /// A post with its mission, or the reserve.
    func place(_ post: Int32) -> String {
        guard post >= 0 else { return "the reserve" }
        return
            "post \(history.posts[Int(post)].id) (mission \(history.missions[Int(history.mission(ofPost: post))].id))"
    }

    private func absences(_ date: Int32, _ officer: Int32) -> [String] {
        view.abstractions.compactMap { place in
            let row = history.abstractions[place]
            guard row.officer == officer, row.from <= date, row.to >= date else { return nil }
            return "absence on record (\(row.id))"
        }
    }

    private func decisions(_ date: Int32, _ officer: Int32, _ duty: (shift: UInt8, post: Int32)?) -> [String] {
        view.decisions.compactMap { place in
            let row = history.decisions[place]
            guard row.officer == officer, row.isGranted, row.from <= date, row.to >= date else { return nil }
            let covers = duty.map { history.covers(row.scope, post: $0.post, shift: $0.shift) } ?? true
            return covers ? "decision \(row.id) in force" : "decision \(row.id) in force, not for this duty"
        }
    }

    private func swaps(_ date: Int32, _ officer: Int32) -> [String] {
        view.swaps.compactMap { place in
            let row = history.swaps[place]
            guard row.day == date, row.officer == officer || row.other == officer else { return nil }
            guard row.isAsked else {
                return "moved by order \(row.id) from \(self.place(row.from)) to \(self.place(row.to))"
            }
            if row.officer != officer { return "took \(self.place(row.from)) in swap \(row.id), asked for by another" }
            return "asked for swap \(row.id) of \(self.place(row.from)) for \(self.place(row.to))"
        }
    }
}
