#if canImport(Glibc)
    import Glibc
#endif

/// Counts of one officer's grants: needs alone (Poisson at a rate that is Gamma about the usual), or a habit of granting added.
struct NeedAndHabit {
    /// Of the Gamma of the officer's need, given everything else that is known of it.
    var shape: Double
    var scale: Double
    /// Usual grants of an officer of need 1.
    var usual: Double

    /// The chance of a count with `added` x usual grants added for certain, against needs alone. O(count).
    func ratio(_ count: Int, added: Double) -> Double {
        // Needs: negative binomial, each chance from the one after it, all as parts of that of `count`.
        let step = usual / (scale + usual)
        var needs = 1.0
        var habit = exp(-added * usual)
        var sum = habit
        for k in 0..<count {
            let left = Double(count - k)
            needs *= left / ((shape + left - 1) * step)
            habit *= added * usual / Double(k + 1)
            sum += habit * needs
        }
        return sum
    }
}
