extension Search {
    /// Takes an officer off a duty.
    mutating func release() -> Bool {
        let officer = member()
        let day = random.below(tables.days)
        guard board.duty[officer * tables.days + day] >= 0 else { return false }
        board.put(officer, day, Board.off)
        return board.settle(officer, day, day) || refuse()
    }
}
