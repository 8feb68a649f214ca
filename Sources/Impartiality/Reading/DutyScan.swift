import Deployment

/// The fast way through a long file whose rows have no problem.
///
/// Half a million rows and more, of short fields without quotes: each field is looked up where it lies. At the first byte
/// that is not as expected the scan gives up, and the strict reading of the same file says what is wrong with it; so there
/// is one place that finds words for problems, and this one may know only what is right.
struct DutyScan {
    private enum Role {
        case date, shift, officer, post, publishedOn
    }

    private let file: DutyFile
    private let lastDay: Int32
    private let bytes: [UInt8]
    private let roles: [Role]
    /// The first byte after the header.
    private let start: Int
    private(set) var rows = DutyRows()
    private var lastDate = CachedDate()
    private var lastPublished = CachedDate()

    /// Nil when the header alone needs the strict reading.
    init?(_ file: DutyFile, _ bytes: [UInt8]) {
        guard let lastDay = file.lastDay, file.officers.isPlain, file.posts.isPlain else { return nil }
        self.file = file
        self.lastDay = lastDay
        self.bytes = bytes
        guard let feed = bytes.firstIndex(of: 0x0A) else { return nil }
        start = feed + 1
        var header = bytes[..<feed]
        if header.last == 0x0D { header = header.dropLast() }
        if header.starts(with: [0xEF, 0xBB, 0xBF]) { header = header.dropFirst(3) }
        var roles: [Role] = []
        for name in header.split(separator: 0x2C, omittingEmptySubsequences: false) {
            switch String(decoding: name, as: UTF8.self) {
            case "date": roles.append(.date)
            case "shift": roles.append(.shift)
            case "officer_id": roles.append(.officer)
            case "post_id": roles.append(.post)
            case "published_on" where file.file == .published: roles.append(.publishedOn)
            default: return nil
            }
        }
        guard roles.count == file.file.columns.count, Set(roles).count == roles.count else { return nil }
        self.roles = roles
    }

    /// Reads every row; false when one of them needs the strict reading.
    mutating func run() -> Bool {
        let bytes = bytes
        // A row has some 25 to 36 bytes.
        rows.reserve(bytes.count / 24)
        return bytes.withUnsafeBufferPointer { bytes in
            var at = start
            while at < bytes.count {
                guard scanRow(bytes, &at) else { return false }
            }
            return true
        }
    }

    @inline(__always)
    private mutating func scanRow(_ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int) -> Bool {
        var day: Int32 = 0
        var published: Int32 = -History.never
        var shift: UInt8 = 0
        var officer: Int32 = 0
        var post = History.none
        for place in roles.indices {
            var end = at
            while end < bytes.count, bytes[end] != 0x2C, bytes[end] != 0x0A { end += 1 }
            let isLast = place == roles.count - 1
            guard isLast == (end == bytes.count || bytes[end] == 0x0A) else { return false }
            let next = end + 1
            if isLast, end < bytes.count, end > at, bytes[end - 1] == 0x0D { end -= 1 }
            let field = UnsafeBufferPointer(rebasing: bytes[at..<end])
            at = next
            switch roles[place] {
            case .date:
                guard let value = lastDate.day(field, after: file.firstDay) else { return false }
                day = value
            case .publishedOn:
                guard let value = lastPublished.day(field, after: file.firstDay) else { return false }
                published = value
            case .shift:
                guard field.count == 1, let value = ShiftField.shift(field[0]) else { return false }
                shift = value
            case .officer:
                officer = file.officers.place(of: field)
                guard officer >= 0 else { return false }
            case .post where field.isEmpty:
                break
            case .post:
                post = file.posts.place(of: field)
                guard post >= 0 else { return false }
            }
        }
        guard day >= 0, published <= day else { return false }
        if day > lastDay { return file.file == .published }
        guard day >= file.officerKnown[Int(officer)] else { return false }
        rows.append(day: day, shift: shift, officer: officer, post: post)
        return true
    }
}

/// The date last read: most rows have the date of the row before.
private struct CachedDate {
    private var head: UInt64 = 0
    private var tail: UInt16 = 0
    private var value: Int32 = 0

    /// The date as days after another; nil when it is none.
    mutating func day(_ field: UnsafeBufferPointer<UInt8>, after first: Day) -> Int32? {
        guard field.count == 10 else { return nil }
        let raw = UnsafeRawBufferPointer(field)
        let head = raw.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
        let tail = raw.loadUnaligned(fromByteOffset: 8, as: UInt16.self)
        if head == self.head, tail == self.tail { return value }
        guard let day = DateField.day(field) else { return nil }
        (self.head, self.tail, value) = (head, tail, Int32(day.days(since: first)))
        return value
    }
}
