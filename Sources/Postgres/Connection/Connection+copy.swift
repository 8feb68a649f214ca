extension Connection {
    /// Loads rows with COPY FROM STDIN and returns how many arrived.
    ///
    /// `table` may be qualified with a dot; it and `columns` are quoted. Rows are taken one by one and sent in pieces of
    /// about 64 KiB as the server takes them, so memory stays flat. All or nothing: on any error, and when the task is
    /// cancelled, the COPY is aborted and the session stays usable.
    nonisolated(nonsending) package func copyIn(
        into table: String, columns: [String], rows: some Sequence<[Parameter]>, deadline: Duration? = nil
    ) async throws -> Int {
        var iterator = rows.makeIterator()
        return try await copyIn(into: table, columns: columns, deadline: deadline) { iterator.next() }
    }

    /// Loads rows with COPY FROM STDIN as `next` gives them, until it gives nil; aborts the COPY when it throws.
    nonisolated(nonsending) package func copyIn(
        into table: String, columns: [String], deadline: Duration? = nil, next: () throws -> [Parameter]?
    ) async throws -> Int {
        let path = table.split(separator: ".").map { Statement.quoted(identifier: String($0)) }.joined(separator: ".")
        let names = columns.map { Statement.quoted(identifier: $0) }.joined(separator: ", ")
        let owner = mailbox.nextID()
        _ = try await perform(.copyOpen("COPY \(path) (\(names)) FROM STDIN"), deadline: deadline, id: owner)
        do {
            var text = CopyText(columns: columns.count)
            while let row = try next() {
                try text.append(row)
                if text.bytes.count >= 65_536 { try await sendCopy(text.take(), owner, deadline) }
            }
            try await sendCopy(text.take(), owner, deadline)
        } catch {
            // When this fails too the connection is closed, and the first error says more.
            _ = try? await perform(.copyAbort(owner: owner), followsCancellation: false)
            throw error
        }
        return try await perform(.copyClose(owner: owner), deadline: deadline).first?.affected ?? 0
    }

    private func sendCopy(_ bytes: [UInt8], _ owner: RequestID, _ deadline: Duration?) async throws {
        guard !bytes.isEmpty else { return }
        if Task.isCancelled { throw PostgresError(.cancelled, "the task was cancelled during COPY") }
        _ = try await perform(.copyChunk(bytes, owner: owner), deadline: deadline, followsCancellation: false)
    }
}

/// Rows in COPY's text format: tabs between columns, `\N` for NULL, backslash escapes.
struct CopyText {
    private let columns: Int
    private(set) var bytes: [UInt8] = []

    init(columns: Int) {
        self.columns = columns
    }

    mutating func append(_ row: [Parameter]) throws {
        guard row.count == columns else {
            throw PostgresError(.invalidStatement, "a row of \(row.count) values for \(columns) columns")
        }
        for (index, value) in row.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: "\t")) }
            guard let text = value.text else {
                bytes += Array("\\N".utf8)
                continue
            }
            for byte in text.utf8 { try append(byte) }
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    mutating func take() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    private mutating func append(_ byte: UInt8) throws {
        switch byte {
        case 0: throw PostgresError(.invalidStatement, "a text holds a NUL character, which PostgreSQL cannot store")
        case UInt8(ascii: "\\"): bytes += Array("\\\\".utf8)
        case UInt8(ascii: "\t"): bytes += Array("\\t".utf8)
        case UInt8(ascii: "\n"): bytes += Array("\\n".utf8)
        case UInt8(ascii: "\r"): bytes += Array("\\r".utf8)
        default: bytes.append(byte)
        }
    }
}
