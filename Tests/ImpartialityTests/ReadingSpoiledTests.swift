import Impartiality
import Testing

@Suite("Reading spoiled files")
struct ReadingSpoiledTests {
    /// Bytes that mean something somewhere.
    private static let bytes = Array("0129-,;\"\n\rEPWVDM\u{0}é".utf8)

    @Test(
        "whatever a few bytes become, the files are read, and then written and read again, or a problem is told",
        arguments: 0..<8)
    func spoiled(seed: Int) throws {
        var random = ReadingRandom(seed: UInt64(seed))
        let world = SmallWorld().bytes
        var read = 0
        for _ in 0..<250 {
            var files = world
            for _ in 0...random.below(3) {
                let file = HistoryFile.allCases[random.below(HistoryFile.allCases.count)].rawValue
                let count = files[file, default: []].count
                guard count > 0 else { continue }
                let place = random.below(count)
                let byte = Self.bytes[random.below(Self.bytes.count)]
                switch random.below(3) {
                case 0: files[file]?[place] = byte
                case 1: files[file]?.insert(byte, at: place)
                default: files[file]?.removeSubrange(place..<min(place + 12, count))
                }
            }
            guard let history = Self.read(files) else { continue }
            let again = HistoryWriter(history).files().map { ($0.name, $0.csv) }
            let copy = try HistoryReader(files: Dictionary(uniqueKeysWithValues: again)).read()
            #expect(HistoryWriter(copy).files().map(\.csv) == again.map(\.1))
            read += 1
        }
        #expect(read > 0)
    }

    /// The history, or nil when a problem is told.
    private static func read(_ files: [String: [UInt8]]) -> History? {
        do {
            return try HistoryReader(files: files).read()
        } catch {
            #expect(error.count > 0)
            #expect(error.kept.count == error.count)
            return nil
        }
    }
}
