import Deployment

extension HistoryWriter {
    /// Duties are published for 28 days at a time, 14 days before the first of them: the rhythm that is written, since a
    /// history does not keep it.
    private static let publishedDays: Int32 = 28
    private static let publishedAhead: Int32 = 14

    /// The rows of the two long files, put together from fields written once each.
    func duties(_ postings: Postings, _ file: HistoryFile, _ history: History) -> [UInt8] {
        let officers = history.officers.map { HistoryWriter.field($0.id) }
        let posts = history.posts.map { HistoryWriter.field($0.id) }
        var writer = CSVWriter()
        writer.append(file.columns)
        var bytes = writer.bytes
        bytes.reserveCapacity(bytes.count + postings.count * 36)
        for day in 0..<Int32(postings.days) {
            let date = Array(history.date(day).description.utf8)
            let block = day - day % HistoryWriter.publishedDays - HistoryWriter.publishedAhead
            let published = Array(history.date(block).description.utf8)
            for row in postings.rows(day) {
                bytes += date
                bytes.append(0x2C)
                bytes.append(ShiftField.letters[Int(postings.shift[row])])
                bytes.append(0x2C)
                bytes += officers[Int(postings.officer[row])]
                bytes.append(0x2C)
                if postings.post[row] >= 0 { bytes += posts[Int(postings.post[row])] }
                if file == .published {
                    bytes.append(0x2C)
                    bytes += published
                }
                bytes.append(0x0A)
            }
        }
        return bytes
    }

    /// An id as it stands in a file, in quotes where it needs them.
    private static func field(_ id: String) -> [UInt8] {
        var writer = CSVWriter()
        writer.append([id])
        return writer.bytes.dropLast()
    }
}
