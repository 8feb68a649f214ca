/// The exact dynamic program of a batch of officers with one contract, one officer a lane.
///
/// Works backwards over days and states, so that a state's least cost is a minimum over its choices, the same for every lane; the
/// lines are then read forwards.
struct BatchProgram {
    typealias Lanes = SIMD8<Int32>

    private let model: BoundModel
    /// Cost of a choice on a day, after a day off and after a day worked: index (day x 2 + worked) x width + choice.
    private let choice: Flat<Lanes>
    /// Least cost from a day on: index day x (states + 1) + state.
    private let value: Flat<Lanes>
    /// Best duty: index cell x lanes + lane.
    private let pick: Flat<Int32>
    /// Charge at each site, for the officer at work.
    private let siteCharge: Flat<Int32>

    init(_ model: BoundModel) {
        self.model = model
        let days = model.tables.days
        choice = Flat(repeating: Lanes(), count: days * 2 * model.width)
        value = Flat(repeating: Lanes(), count: (days + 1) * (model.mostStates + 1))
        pick = Flat(repeating: -1, count: model.cells * BoundModel.lanes)
        siteCharge = Flat(repeating: 0, count: model.tables.sites)
    }

    func free() {
        choice.free()
        value.free()
        pick.free()
        siteCharge.free()
    }

    /// Finds the best line of every officer of the batch; `line` takes the duties (-1 is a day off) by officer x days + day.
    ///
    /// Returns the sum of the lines' costs, scaled.
    func run(_ batch: BoundModel.Batch, _ prices: BoundPrices, _ order: DutyOrder, line: Flat<Int32>) -> Int {
        for lane in 0..<Int(batch.count) {
            let officer = Int(model.members[Int(batch.first) + lane])
            charge(officer, lane, prices, order)
        }
        let contract = model.contracts[Int(batch.contract)]
        sweep(contract)
        var sum = 0
        for lane in 0..<Int(batch.count) {
            let officer = Int(model.members[Int(batch.first) + lane])
            sum += Int(value[Int(model.start[officer])][lane])
            trace(officer, lane, contract, line)
        }
        return sum
    }

    /// Finds the least costs of one officer from each day and state on, in lane 0.
    func run(_ officer: Int, _ prices: BoundPrices, _ order: DutyOrder) {
        charge(officer, 0, prices, order)
        sweep(model.contracts[model.tables.problem.officers.contract[officer]])
    }

    /// In lane 0 the least cost from a state before a day on.
    func value(_ day: Int, _ state: Int, _ contract: BoundModel.Contract) -> Int32 {
        value[day * (Int(contract.states) + 1) + state][0]
    }

    /// In lane 0 the cost of a choice in a state, a lawful one or one without a duty.
    func cost(_ day: Int, _ state: Int, _ index: Int, _ contract: BoundModel.Contract) -> Int32 {
        let place = Int(contract.first) + state
        let row = (day * 2 + (model.worked[place] ? 1 : 0)) * model.width
        return choice[row + index][0] + model.cost[place * model.width + index]
    }

    /// In lane 0 the best duty of a day and shift, -1 for none.
    func pick(_ cell: Int) -> Int {
        Int(pick[cell * BoundModel.lanes])
    }

    /// Fills a lane with the officer's best duties and the costs of the choices.
    private func charge(_ officer: Int, _ lane: Int, _ prices: BoundPrices, _ order: DutyOrder) {
        let tables = model.tables
        let first = Int(model.counterStart[officer])
        let last = Int(model.counterStart[officer + 1])
        let fixed = BoundCounter.Kind.allCases.count
        func multiplier(_ kind: BoundCounter.Kind) -> Int32 { prices.multiplier[first + kind.rawValue] }
        let highCharge = multiplier(.highs)
        var slack = max(0, -highCharge)
        for index in first + fixed..<last {
            let charge = prices.multiplier[index]
            siteCharge[Int(model.counters[index].site)] = charge
            slack = max(slack, max(0, -highCharge) - charge)
        }
        let bits = officer * tables.words
        let eligible = tables.eligible
        let limit = Int32(model.mostDayCost)
        let complete = model.contracts[tables.problem.officers.contract[officer]].completeWeekends
        for day in 0..<tables.days {
            let row = day * 2 * model.width
            let isWeekendDay = isWeekend(day)
            let base = multiplier(.shifts) + (isWeekendDay ? multiplier(.weekendDuties) : 0)
            // A weekend is charged on its Sunday, or on the Saturday that ends the horizon.
            let sunday = day % 7 == 6
            let lastSaturday = day % 7 == 5 && day == tables.days - 1
            let weekend = sunday || lastSaturday ? multiplier(.weekends) : 0
            let split = sunday && complete ? Int32(min(tables.weights.splitWeekend * model.scale, Int(limit))) : 0
            choice[row][lane] = 0
            choice[row + model.width][lane] = sunday ? weekend + split : 0
            for shift in 0..<tables.shifts {
                let cell = day * tables.shifts + shift
                var best = -BoundModel.never
                var duty: Int32 = -1
                if model.isOpen[officer * model.cells + cell] {
                    for place in Int(model.cellStart[cell])..<Int(model.cellStart[cell + 1]) {
                        let entry = order.entries[place]
                        if entry.price + slack <= best { break }
                        let index = Int(entry.duty)
                        if eligible[bits + index >> 6] >> UInt64(truncatingIfNeeded: index & 63) & 1 == 0 { continue }
                        let worth = entry.price - siteCharge[Int(entry.site)] - (entry.isHigh ? highCharge : 0)
                        if worth > best {
                            best = worth
                            duty = entry.duty
                        }
                    }
                }
                pick[cell * BoundModel.lanes + lane] = duty
                var after = BoundModel.never
                var fresh = BoundModel.never
                if duty >= 0 {
                    let own = Int(tables.price[officer * model.cells + cell]) * model.scale
                    let night = model.isNight[shift] ? multiplier(.nights) : 0
                    let cost = Int(base + night - best + weekend) + own
                    after = Int32(min(cost, Int(limit)))
                    fresh = Int32(min(cost + Int(split), Int(limit)))
                }
                choice[row + 1 + shift][lane] = fresh
                choice[row + model.width + 1 + shift][lane] = after
            }
        }
        for index in first + fixed..<last { siteCharge[Int(model.counters[index].site)] = 0 }
    }

    /// The least costs of all states, from the last day back.
    private func sweep(_ contract: BoundModel.Contract) {
        let states = Int(contract.states)
        let stride = states + 1
        let days = model.tables.days
        let width = model.width
        let firstStep = Int(contract.first) * width
        for state in 0..<states { value[days * stride + state] = Lanes() }
        value[days * stride + states] = Lanes(repeating: BoundModel.never)
        for day in (0..<days).reversed() {
            let here = day * stride
            let there = here + stride
            for state in 0..<states {
                let step = firstStep + state * width
                let row = (day * 2 + (model.worked[Int(contract.first) + state] ? 1 : 0)) * width
                var best = value[there + Int(model.next[step])] &+ choice[row] &+ model.cost[step]
                for index in 1..<width {
                    let other =
                        value[there + Int(model.next[step + index])] &+ choice[row + index] &+ model.cost[step + index]
                    best.replace(with: other, where: other .< best)
                }
                value[here + state] = best
            }
            value[here + states] = Lanes(repeating: BoundModel.never)
        }
    }

    /// Reads the best line of a lane.
    private func trace(_ officer: Int, _ lane: Int, _ contract: BoundModel.Contract, _ line: Flat<Int32>) {
        let states = Int(contract.states)
        let stride = states + 1
        let width = model.width
        let shifts = model.tables.shifts
        var state = Int(model.start[officer])
        for day in 0..<model.tables.days {
            let there = (day + 1) * stride
            let step = (Int(contract.first) + state) * width
            let row = (day * 2 + (model.worked[Int(contract.first) + state] ? 1 : 0)) * width
            let least = value[day * stride + state][lane]
            var index = 0
            while index < width - 1 {
                let cost =
                    value[there + Int(model.next[step + index])][lane] &+ choice[row + index][lane]
                    &+ model.cost[step + index]
                if cost == least { break }
                index += 1
            }
            line[officer * model.tables.days + day] =
                index == 0 ? -1 : pick[(day * shifts + index - 1) * BoundModel.lanes + lane]
            state = Int(model.next[step + index])
            if state == states {
                // No lawful line is left: the rest of the row stays free.
                for later in day..<model.tables.days { line[officer * model.tables.days + later] = -1 }
                return
            }
        }
    }
}
