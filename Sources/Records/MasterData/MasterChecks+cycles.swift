extension MasterChecks {
    /// Whether every pattern that the import touches has the days of its cycle, no more and no fewer.
    mutating func checkCycles(_ rule: MasterRule) {
        guard let patterns = MasterData.table("pattern"), let days = MasterData.table("pattern_day"),
            let length = patterns.position("cycle_days"), let index = days.position("day_index")
        else { return }
        let (patternFile, dayFile) = (files[patterns.name], files[days.name])
        guard patternFile != nil || dayFile != nil else { return }
        let lengths = MasterFile.merged(patterns, patternFile, state, reading: [length])
        let byPattern = Dictionary(
            grouping: MasterFile.merged(days, dayFile, state, reading: [0, index]), by: { $0.values[0] })
        // A day that cannot be read is reported itself; that it is missing as well would say it twice.
        let mayMiss = dayFile.map { $0.hasHeader && !$0.hasUnreadableKeys } ?? true
        for pattern in lengths {
            guard let cycle = pattern.values[length].flatMap({ Int($0) }) else { continue }
            let found = byPattern[pattern.values[0]] ?? []
            guard pattern.line != nil || found.contains(where: { $0.line != nil }) else { continue }
            checkBeyond(rule, days, found, index, cycle, pattern)
            if mayMiss { checkMissing(rule, pattern, found, index, cycle) }
        }
    }

    private mutating func checkBeyond(
        _ rule: MasterRule, _ days: MasterTable, _ found: [MergedRow], _ index: Int, _ cycle: Int, _ pattern: MergedRow
    ) {
        var storedBeyond: Int?
        for day in found {
            guard let number = day.values[index].flatMap({ Int($0) }), number >= cycle else { continue }
            if let line = day.line {
                problems.add(
                    days, line: line, column: "day_index", value: String(number),
                    rule: "\(rule.sentence); cycle_days is \(cycle)")
            } else {
                storedBeyond = max(storedBeyond ?? 0, number)
            }
        }
        if let storedBeyond, let line = pattern.line, let table = MasterData.table("pattern") {
            problems.add(
                table, line: line, column: "cycle_days", value: String(cycle),
                rule: "\(rule.sentence); the database has day \(storedBeyond): make a new pattern instead")
        }
    }

    private mutating func checkMissing(
        _ rule: MasterRule, _ pattern: MergedRow, _ found: [MergedRow], _ index: Int, _ cycle: Int
    ) {
        let present = Set(found.compactMap { $0.values[index].flatMap { Int($0) } })
        guard let missing = (0..<cycle).first(where: { !present.contains($0) }) else { return }
        let count = (0..<cycle).count { !present.contains($0) }
        let reason = "\(rule.sentence); day \(missing)\(count > 1 ? " and \(count - 1) more are" : " is") missing"
        if let line = pattern.line, let table = MasterData.table("pattern") {
            problems.add(table, line: line, column: "cycle_days", value: String(cycle), rule: reason)
        } else if let line = found.compactMap(\.line).min(), let table = MasterData.table("pattern_day") {
            problems.add(table, line: line, column: "pattern_id", value: pattern.values[0], rule: reason)
        }
    }
}
