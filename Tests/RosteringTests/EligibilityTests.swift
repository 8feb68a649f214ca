import Testing

@testable import Rostering

@Suite("Eligibility")
struct EligibilityTests {
    @Test("Bits made 64 duties at a time are those asked for one by one", arguments: 1...80)
    func oneByOne(seed: Int) throws {
        var random = RandomProblem(seed: UInt64(seed) &* 17)
        let problem = try Problem(random.document(officers: 8))
        let bits = EligibilityBits(problem, RequirementGroups(problem))
        for officer in problem.officerIDs.indices {
            for (index, duty) in problem.duties.enumerated() {
                let placement = Placement(problem, officer, index)
                let row = OfficerRow(problem, officer, [placement])
                let isLawful =
                    HardRule.skillsInCurrency(row).isEmpty && HardRule.available(row).isEmpty
                    && HardRule.restBetweenDuties(row).isEmpty
                let bit = bits.bits[officer * bits.words + index / 64] >> UInt64(index % 64) & 1
                #expect((bit == 1) == isLawful, "officer \(officer), \(duty)")
            }
        }
    }

    @Test("A sample of many duties has the same bits as asking one by one")
    func sample() throws {
        let problem = try Problem(SampleProblem(.s, seed: 2).document)
        let bits = EligibilityBits(problem, RequirementGroups(problem))
        for officer in problem.officerIDs.indices {
            for (index, duty) in problem.duties.enumerated() where problem.bar(officer, duty) != nil {
                #expect(bits.bits[officer * bits.words + index / 64] >> UInt64(index % 64) & 1 == 0)
            }
        }
        let all = problem.duties.count * problem.officerIDs.count
        let set = bits.bits.reduce(0) { $0 + $1.nonzeroBitCount }
        #expect(set > all / 10)
        #expect(set < all)
    }
}
