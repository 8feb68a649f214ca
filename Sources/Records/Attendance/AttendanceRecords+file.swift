import Deployment
import Postgres

/// What became of the return of a shift.
package struct AttendanceReturn: Sendable, Codable, Equatable {
    /// The numbers of the entries made; none where there is a problem.
    package var entries: [Int64]
    /// Everything that is wrong with the file.
    package var problems: [ImportProblem]

    /// Whether nothing was written.
    package var isRefused: Bool { !problems.isEmpty }
}

extension AttendanceRecords {
    /// Records a shift from a CSV file, all of its rows or none; every bad row is named with its field and rule.
    ///
    /// Throws what `record` throws for what is no fault of a row: a shift that has not begun, an unknown shift.
    package func record(
        day: Day, shift: String, csv bytes: [UInt8], named name: String = "attendance.csv", by account: Int64
    ) async throws -> AttendanceReturn {
        var file = AttendanceFile(bytes, name: name)
        let read = file
        return try await recording {
            try await pool.transaction { connection in
                guard try await !connection.query("SELECT FROM shift WHERE shift_id = \(shift)").isEmpty else {
                    throw RecordError.invalid([FieldProblem("/shift", "names nothing that is on record")])
                }
                try await known(day: day, shift: shift, read, connection).check(&file)
                guard file.problems.isEmpty else { return AttendanceReturn(entries: [], problems: file.sorted) }
                let entries = try await AttendanceRecords.write(
                    day: day, shift: shift, file.rows.map(\.entry), by: account, on: connection)
                return AttendanceReturn(entries: entries, problems: [])
            }
        }
    }

    private func known(
        day: Day, shift: String, _ file: AttendanceFile, _ connection: Connection
    ) async throws -> KnownShift {
        let officers = Array(Set(file.rows.map(\.entry.officer)))
        let posts = Array(Set(file.rows.compactMap(\.entry.post)))
        let answers = try await connection.pipeline([
            "SELECT officer_id FROM officer WHERE officer_id = ANY (\(officers)::text[])",
            "SELECT post_id FROM post WHERE post_id = ANY (\(posts)::text[])",
            """
            SELECT officer_id FROM attendance WHERE day = \(day) AND shift_id = \(shift) AND corrects IS NULL AND relief_id IS NULL
            """,
            """
            SELECT s.officer_id || ' ' || s.post_id FROM standing_deployment s JOIN deployment d USING (deployment_id)
            JOIN change c USING (change_id)
            WHERE s.day = \(day) AND s.shift_id = \(shift) AND c.kind = 'relief'
                AND NOT EXISTS (SELECT FROM attendance a WHERE a.relief_id = s.deployment_id)
            """,
        ])
        func texts(_ index: Int) throws -> [String] { try answers[index].map { try $0.decode(0) } }
        return KnownShift(
            officers: Set(try texts(0)), posts: Set(try texts(1)), recorded: Set(try texts(2)),
            reliefs: try texts(3).reduce(into: [:]) { counts, relief in counts[relief, default: 0] += 1 })
    }
}

/// What the records know that a file of a shift is checked against.
private struct KnownShift {
    let officers: Set<String>
    let posts: Set<String>
    /// Officers whose attendance on this shift is recorded.
    let recorded: Set<String>
    /// Reliefs within the shift that nobody has recorded yet: officer and post, and how many.
    var reliefs: [String: Int]

    func check(_ file: inout AttendanceFile) {
        var open = reliefs
        var lines: [String: Int] = [:]
        for row in file.rows {
            let (officer, post) = (row.entry.officer, row.entry.post)
            if !officers.contains(officer) {
                file.add(row.line, column: "officer", value: officer, rule: "an officer who is on record")
            }
            if let post, !posts.contains(post) {
                file.add(row.line, column: "post", value: post, rule: "a post that is on record")
            }
            let relief = "\(officer) \(post ?? "")"
            if let left = open[relief], left > 0 {
                open[relief] = left - 1
                continue
            }
            if let first = lines[officer] {
                file.add(
                    row.line, column: "officer", value: officer,
                    rule: "one row for each officer but for reliefs; line \(first) has the same")
            } else if recorded.contains(officer) {
                file.add(
                    row.line, column: "officer", value: officer,
                    rule: "the attendance of this officer on this shift is recorded: correct it instead")
            }
            lines[officer] = lines[officer] ?? row.line
        }
    }
}
