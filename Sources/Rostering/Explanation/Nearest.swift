/// The few best of many, kept in order while they are met.
struct Nearest<Item> {
    private(set) var items: [Item] = []
    private let most: Int
    private let precedes: (Item, Item) -> Bool

    init(_ most: Int, by precedes: @escaping (Item, Item) -> Bool) {
        self.most = most
        self.precedes = precedes
    }

    mutating func add(_ item: Item) {
        if let last = items.last, items.count == most, !precedes(item, last) { return }
        let place = items.firstIndex { precedes(item, $0) } ?? items.count
        items.insert(item, at: place)
        if items.count > most { items.removeLast() }
    }
}
