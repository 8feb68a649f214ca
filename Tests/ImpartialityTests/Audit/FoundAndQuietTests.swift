import Testing

@testable import Impartiality

@Suite("Plants are found and impartial histories stay quiet")
struct FoundAndQuietTests {
    private static let plants: [SamplePlant] = [
        .missionConcentration(from: 60, ratio: 9), .supervisorOver(from: 60, ratio: 8),
        .avoidanceSick(from: 60, share: 0.9), .swapNetwork(from: 60, share: 0.9), .teamSurge(from: 300, officers: 12),
        .missionSurge(from: 250, officers: 10), .pair(from: 60, grantsAYear: 14), .burdenNight(from: 60, share: 0.5),
        .burdenWeekend(from: 60, share: 0.5), .burdenHigh(from: 60, share: 0.9),
        .missionShortChanged(from: 60, share: 0.25),
    ]
    private static let sample = SampleHistory(seed: 5, size: .command, days: 420, plants: plants)

    @Test(
        "a command of 770 officers with eleven patterns planted: nine are found within the year, with counts to check")
    func found() async throws {
        let history = Self.sample.history
        let flags = try await Audit.flags(of: history)
        var missed: [SamplePlant] = []
        for planted in Self.sample.plants {
            let hit = flags.first { flag in
                flag.pattern == planted.plant.pattern && flag.raisedOn >= planted.start
                    && !Set(flag.subjects).isDisjoint(with: planted.subjects)
            }
            guard let flag = hit else {
                missed.append(planted.plant)
                continue
            }
            let finding = try #require(flag.finding)
            #expect(finding.expected > 0 && finding.opportunities > 0)
            #expect(flag.firstEvent <= flag.lastEvent && flag.lastEvent == flag.raisedOn)
            #expect((finding.course.last?.logRatio ?? 0) >= 0)
            #expect(!finding.comparison.isEmpty)
        }
        // One officer may have been published at the mission too seldom in a year to be seen.
        #expect(missed.count <= 2, "not found: \(missed)")
    }

    @Test("the same command with officers exchanged where an impartial one treats them alike raises hardly a flag")
    func quiet() async throws {
        let exchanged = PermutedHistory(Self.sample.history, seed: 9).history
        let flags = try await Audit.flags(of: exchanged).filter {
            $0.evidence != .rule && $0.detail != Statistic.commandSurge.rawValue
        }
        // 420 days at one a year: more than 8 would come once in 70,000 such histories.
        #expect(Poisson(mean: 420.0 / 365).atLeast(flags.count) > 1e-5, "\(flags.map(\.detail))")
    }
}
