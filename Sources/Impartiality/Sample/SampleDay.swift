import Deployment

extension SampleWorld {
    /// What becomes of the duties of a day: who is away, who swaps or is moved, whom the reserve stands in for.
    mutating func work(_ day: Int32) {
        reportSick(day)
        history.worked.beginDay()
        let rows = history.published.rows(day)
        var first = rows.lowerBound
        while first < rows.upperBound {
            let shift = history.published.shift[first]
            var end = first
            while end < rows.upperBound && history.published.shift[end] == shift { end += 1 }
            work(day, shift, first..<end)
            first = end
        }
    }

    /// A plant: officers published at the mission that they avoid are sick for a day or two.
    private mutating func reportSick(_ day: Int32) {
        for avoider in schemes.sick where avoider.from <= day && away[cell(day, avoider.officer)] == History.never {
            for row in history.published.rows(day) where history.published.officer[row] == avoider.officer {
                guard history.mission(ofPost: history.published.post[row]) == avoider.mission,
                    random.chance(avoider.share)
                else { continue }
                leave(avoider.officer, day, day + random.days(0, 1), .sickness)
            }
        }
    }

    private mutating func work(_ day: Int32, _ shift: UInt8, _ rows: Range<Int>) {
        var force = Force()
        for row in rows {
            let officer = history.published.officer[row]
            let post = history.published.post[row]
            if away[cell(day, officer)] == History.never {
                force.officers.append(officer)
                force.places.append(post)
            } else if post >= 0 {
                force.gaps.append(post)
            }
        }
        force.published = force.places
        force.isTouched = [Bool](repeating: false, count: force.officers.count)
        swap(day, shift, &force)
        plantOnce(day, &force)
        move(day, shift, &force)
        callReserve(day, &force)
        for (officer, place) in zip(force.officers, force.places) where place != Force.missing {
            history.worked.append(officer: officer, shift: shift, post: place)
        }
    }

    /// Those of a shift who are there.
    struct Force {
        static let missing: Int32 = -2
        var officers: [Int32] = []
        var places: [Int32] = []
        var published: [Int32] = []
        var gaps: [Int32] = []
        var isTouched: [Bool] = []
    }

    /// Swaps that officers ask for: 1.5 % of duties, and those of plants first.
    private mutating func swap(_ day: Int32, _ shift: UInt8, _ force: inout Force) {
        for avoider in schemes.swapping where avoider.from <= day {
            guard let at = force.officers.firstIndex(of: avoider.officer), force.places[at] >= 0,
                missionOfPost[Int(force.places[at])] == avoider.mission, random.chance(avoider.share)
            else { continue }
            let missions = missionOfPost
            swap(at, day, shift, &force) { missions[Int($0)] != avoider.mission }
        }
        for at in force.officers.indices where force.published[at] >= 0 && random.chance(0.015) {
            swap(at, day, shift, &force) { _ in true }
        }
    }

    private mutating func swap(
        _ at: Int, _ day: Int32, _ shift: UInt8, _ force: inout Force, isRight: (Int32) -> Bool
    ) {
        guard !force.isTouched[at] else { return }
        let partner = exchange(force.officers, &force.places, at, day) { $0 >= 0 && isRight($0) }
        guard let partner else { return }
        if force.isTouched[partner] {
            force.places.swapAt(at, partner)
            return
        }
        force.isTouched[at] = true
        force.isTouched[partner] = true
        record(
            day, shift, isAsked: true, force.officers[at], from: force.places[partner],
            with: force.officers[partner], to: force.places[at], recorded: max(0, day - random.days(0, 4)))
    }

    private mutating func record(
        _ day: Int32, _ shift: UInt8, isAsked: Bool, _ officer: Int32, from: Int32, with other: Int32, to: Int32,
        recorded: Int32
    ) {
        let approver =
            history.officers[Int(officer)].team * Int32(scale.supervisors)
            + Int32(random.below(scale.supervisors))
        history.swaps.append(
            History.Swap(
                id: "", day: day, shift: shift, isAsked: isAsked, officer: officer, from: from, other: other, to: to,
                approver: approver, recorded: recorded, reason: isAsked ? "" : "operational need"))
    }

    /// Ordered moves: one duty in 200 goes to an officer of the reserve, and who held it into the reserve.
    private mutating func move(_ day: Int32, _ shift: UInt8, _ force: inout Force) {
        for at in force.officers.indices where force.places[at] >= 0 && random.chance(0.005) && !force.isTouched[at] {
            let post = force.places[at]
            let reserve = force.officers.indices.filter {
                isInReserve(force, $0) && fits(force.officers[$0], post, on: day)
            }
            guard !reserve.isEmpty else { continue }
            let substitute = reserve[random.below(reserve.count)]
            force.places.swapAt(at, substitute)
            force.isTouched[at] = true
            force.isTouched[substitute] = true
            record(
                day, shift, isAsked: false, force.officers[at], from: post, with: History.none, to: History.none,
                recorded: day)
        }
    }

    private func isInReserve(_ force: Force, _ at: Int) -> Bool {
        force.places[at] == History.none && force.published[at] == History.none && !force.isTouched[at]
    }

    /// The reserve takes the posts of those who are away, the highest level first; a neglected post is not sent anybody.
    private mutating func callReserve(_ day: Int32, _ force: inout Force) {
        var gaps = force.gaps.filter { !schemes.isNeglected($0, on: day) }
        random.shuffle(&gaps)
        gaps = (0..<3).reversed().flatMap { wanted in gaps.filter { level($0, day) == wanted } }
        var reserve = force.officers.indices.filter { isInReserve(force, $0) }.map { Int32($0) }
        random.shuffle(&reserve)
        for post in gaps {
            guard let next = reserve.firstIndex(where: { fits(force.officers[Int($0)], post, on: day) }) else {
                continue
            }
            force.places[Int(reserve.remove(at: next))] = post
        }
    }

    /// Plants that happen once, on their day or the first after it that has somebody for them.
    private mutating func plantOnce(_ day: Int32, _ force: inout Force) {
        for waiting in schemes.waiting where schemes.planted[waiting].start <= day {
            let free = force.officers.indices.filter {
                force.places[$0] >= 0 && force.places[$0] == force.published[$0] && !force.isTouched[$0]
            }
            switch schemes.planted[waiting].plant {
            case .undocumentedAbsence:
                guard !free.isEmpty, schemes.planted[waiting].subjects.isEmpty else { continue }
                let at = free[random.below(free.count)]
                schemes.planted[waiting].subjects = [.officer(force.officers[at]), .post(force.places[at])]
                schemes.planted[waiting].start = day
                schemes.planted[waiting].end = day
                force.gaps.append(force.places[at])
                force.places[at] = Force.missing
                force.isTouched[at] = true
            case .selectiveScope: relieveOfOneMission(waiting, day, free, &force)
            default: continue
            }
        }
    }

    /// The officer goes into the reserve on the day, and on each later day of the week on which the mission comes round.
    private mutating func relieveOfOneMission(_ waiting: Int, _ day: Int32, _ free: [Int], _ force: inout Force) {
        if schemes.planted[waiting].subjects.isEmpty {
            guard !free.isEmpty else { return }
            let at = free[random.below(free.count)]
            let officer = force.officers[at]
            let mission = missionOfPost[Int(force.places[at])]
            let place = give(
                officer, requested: day, decided: day, from: day, length: 7, by: history.officers[Int(officer)].line,
                scope: .missions([mission]))
            let supervisor = history.officers[Int(officer)].line
            schemes.planted[waiting].subjects = [
                .decision(Int32(place)), .officer(officer), .supervisor(supervisor),
            ]
            schemes.planted[waiting].start = day
            schemes.planted[waiting].end = day
        }
        guard case .decision(let place) = schemes.planted[waiting].subjects[0] else { return }
        let decision = decisions[Int(place)]
        guard decision.from <= day, day <= decision.to, case .missions(let missions) = decision.scope,
            let at = force.officers.firstIndex(of: decision.officer), force.places[at] >= 0, !force.isTouched[at],
            missions.contains(missionOfPost[Int(force.places[at])])
        else { return }
        force.gaps.append(force.places[at])
        force.places[at] = History.none
        force.isTouched[at] = true
    }
}
