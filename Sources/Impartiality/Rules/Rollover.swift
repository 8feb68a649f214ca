extension History {
    /// A relief may be extended so often.
    private static let mostExtensions = 2
    /// A relief with its extensions may last so many days.
    private static let longestSpan: Int32 = 90

    /// Whether a granted decision ends a chain of extensions that is too long, in links or in days.
    func isRollover(_ index: Int, asKnownOn day: Int32) -> Bool {
        guard decisions[index].isGranted else { return false }
        var first = index
        var extensions = 0
        while let earlier = extended(by: first, asKnownOn: day) {
            first = earlier
            extensions += 1
            // The walk ends here: a chain that runs in a circle has no beginning.
            if extensions > Self.mostExtensions { return true }
        }
        return decisions[index].to - decisions[first].from + 1 > Self.longestSpan
    }

    private func extended(by index: Int, asKnownOn day: Int32) -> Int? {
        let earlier = Int(decisions[index].extends)
        guard decisions.indices.contains(earlier), decisions[earlier].recorded <= day else { return nil }
        return earlier
    }
}
