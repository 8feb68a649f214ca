/// Integers in a row, for the search's hot loop: bounds are asserted in debug builds, unchecked in release.
///
/// The one place with unsafe memory. A copy shares the storage; the owner frees it once, when no search runs.
struct Flat<Element: BitwiseCopyable> {
    private let storage: UnsafeMutablePointer<Element>
    let count: Int

    init(repeating value: Element, count: Int) {
        storage = .allocate(capacity: Swift.max(count, 1))
        storage.initialize(repeating: value, count: count)
        self.count = count
    }

    init(_ elements: [Element]) {
        storage = .allocate(capacity: Swift.max(elements.count, 1))
        for (index, element) in elements.enumerated() { (storage + index).initialize(to: element) }
        count = elements.count
    }

    subscript(index: Int) -> Element {
        @inline(__always) get {
            assert(index >= 0 && index < count, "index \(index) of \(count)")
            return storage[index]
        }
        @inline(__always) nonmutating _modify {
            assert(index >= 0 && index < count, "index \(index) of \(count)")
            yield &storage[index]
        }
    }

    /// Its own copy.
    func copied() -> Flat<Element> {
        let copy = Flat(UnsafeMutablePointer<Element>.allocate(capacity: Swift.max(count, 1)), count)
        copy.storage.initialize(from: storage, count: count)
        return copy
    }

    private init(_ storage: UnsafeMutablePointer<Element>, _ count: Int) {
        self.storage = storage
        self.count = count
    }

    /// Takes over some elements of another row, at the same places.
    func copy(from other: Flat<Element>, _ start: Int, _ count: Int) {
        precondition(start >= 0 && start + count <= Swift.min(self.count, other.count), "outside the rows")
        (storage + start).update(from: other.storage + start, count: count)
    }

    /// Takes over the elements of another row of the same length.
    func copy(from other: Flat<Element>) {
        precondition(count == other.count, "rows of \(count) and \(other.count)")
        storage.update(from: other.storage, count: count)
    }

    func free() {
        storage.deallocate()
    }
}
