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
        // Needs: negative binomial, each term from the one before; its first term and the habit's cancel or are 1.
        let step = usual / (scale + usual)
        var needs = [1.0]
        for k in 0..<count { needs.append(needs[k] * (shape + Double(k)) / Double(k + 1) * step) }
        var habit = exp(-added * usual)
        var sum = 0.0
        for k in 0...count {
            sum += habit * needs[count - k]
            habit *= added * usual / Double(k + 1)
        }
        return sum / needs[count]
    }
}
