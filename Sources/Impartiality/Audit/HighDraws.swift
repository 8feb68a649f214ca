/// Today's new draws as to duties at the Exceptional level: the part that the high burden's statistics share.
struct HighDraws: Sendable {
    struct Draw: Sendable {
        var officer: Int32
        /// A place in `chances`.
        var stratum: Int32
        /// k/n of the stratum's newly drawn officers who stand at such a duty; strictly between 0 and 1.
        var chance: Double
        var isHigh: Bool
    }

    /// k/n of each stratum.
    let chances: [Double]
    let draws: [Draw]

    init(_ strata: Strata, _ levels: Levels) {
        let chances = strata.strata.map { stratum -> Double in
            var high: Int32 = 0
            for standing in strata.standings[stratum.standings] where levels.isExceptional(standing.mission) {
                high += standing.drawn
            }
            return stratum.drawn > 0 ? Double(high) / Double(stratum.drawn) : 0
        }
        self.chances = chances
        draws = strata.draws.compactMap { draw in
            let chance = chances[Int(draw.stratum)]
            guard !draw.isKept, chance > 0, chance < 1 else { return nil }
            return Draw(
                officer: draw.officer, stratum: draw.stratum, chance: chance, isHigh: levels.isExceptional(draw.mission)
            )
        }
    }
}
