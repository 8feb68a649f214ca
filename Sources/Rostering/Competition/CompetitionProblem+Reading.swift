extension CompetitionProblem {
    /// Reads a scenario, the history before its first week and its weeks in order; a week may occur more than once.
    ///
    /// Strict: what INRC2.md does not allow is a fault. Linear in the files and in days x shifts x skills.
    ///
    /// - Throws: every fault that can be told, by file, line, field and rule, in the order of the files.
    package init(
        scenario scenarioFile: CompetitionFile, history historyFile: CompetitionFile, weeks weekFiles: [CompetitionFile]
    ) throws(CompetitionError) {
        var reader = CompetitionReader()
        let scenario = reader.scenario(scenarioFile)
        reader.scenarioIsBroken = !reader.faults.isEmpty
        if !reader.scenarioIsBroken, weekFiles.count != scenario.weeks {
            reader.add(
                file: scenarioFile.name, "WEEKS", "says \(scenario.weeks), but the week files are \(weekFiles.count)")
        }
        let history = reader.history(historyFile, scenario)
        let slots = reader.scenarioIsBroken ? 0 : 7 * scenario.weeks * scenario.shifts.count * scenario.skills.count
        var demand = [Cover](repeating: Cover(minimum: 0, optimal: 0), count: slots)
        var requests: [Request] = []
        for (week, file) in weekFiles.enumerated() {
            requests += reader.week(file, week, scenario, &demand)
        }
        guard reader.faults.isEmpty else { throw CompetitionError(once: reader.faults) }
        self.init(
            name: scenario.name, weeks: scenario.weeks, skills: scenario.skills, shifts: scenario.shifts,
            forbidden: scenario.forbidden, contracts: scenario.contracts, nurses: scenario.nurses,
            history: history.compactMap(\.self), demand: demand, requests: CompetitionProblem.distinct(requests))
    }
}
